import type { AssociationAnswer } from '../cloudflare/association-answer.ts'
import type { CertificateAnswer } from '../cloudflare/certificate-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import { type Confirmed, type Doubt, doubtOf, nothingConfirmed, outcomeOfDoubt } from '../inventory/doubt.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { Association, ListedCertificate } from '../inventory/snapshot.ts'

/** "Setting for this hostname not found": the hostname never had an association. */
const noAssociation = 1553

/** What Cloudflare's answer says about a hostname. */
export function associationOf(answer: ApiAnswer<AssociationAnswer>): ReadOutcome<Association> {
  if (answer.ok) {
    const { certificateId, status, enabled } = answer.value
    const isVoid = enabled === null || status === 'deleted'
    return { ok: true, value: { state: isVoid ? 'voided' : enabled ? 'enabled' : 'disabled', certificateId, status } }
  }
  const { failure } = answer
  return failure.reason === 'not_found' && failure.code === noAssociation
    ? { ok: true, value: { state: 'none', certificateId: undefined, status: undefined } }
    : { ok: false, failure }
}

/** The doubt about a listing that has no fault of its own, or undefined if there is none. */
export function doubtAbout(answer: ApiAnswer<CertificateList>, known: readonly ListedCertificate[]): Doubt | undefined {
  const hasFault = !answer.ok || answer.value.unreadable > 0 || answer.value.missing > 0
  // An empty list has a suspicion of its own.
  if (hasFault || answer.value.certificates.size === 0) return undefined
  return doubtAmong(answer.value, known)
}

/**
 * What a listing says about a store.
 * @param known what stood in the store before
 * @param confirmed what the questions by id have found out about the missing certificates
 */
export function listingOf(
  answer: ApiAnswer<CertificateList>,
  known: readonly ListedCertificate[],
  confirmed: Confirmed<ListedCertificate> = nothingConfirmed,
): ReadOutcome<readonly ListedCertificate[]> {
  if (!answer.ok) return answer
  const { certificates, unreadable, firstUnreadable, missing } = answer.value
  const members = [...certificates.values()].map(listedOf)
  members.sort((a, b) => (a.certificateId < b.certificateId ? -1 : 1))
  // Nothing is taken from a list that may belong to another zone.
  const partial = doubtAmong(answer.value, known)?.suspicion === 'foreign' ? undefined : members
  if (unreadable > 0)
    return notBelieved('unreadable', `: ${unreadable}, and the first is that ${firstUnreadable}`, partial)
  if (missing > 0) return notBelieved('incomplete', `: ${missing} are missing`, partial)
  if (members.length === 0 && known.length > 0) return notBelieved('empty')
  return outcomeOfDoubt(members, doubtAbout(answer, known), confirmed)
}

/** The part of a certificate's answer that a listing is remembered by. */
export function listedOf({ id, status, uploadedOn }: CertificateAnswer): ListedCertificate {
  return { certificateId: id, status, uploadedOn }
}

function doubtAmong({ certificates }: CertificateList, known: readonly ListedCertificate[]): Doubt | undefined {
  return doubtOf(
    new Set(certificates.keys()),
    known.map(({ certificateId }) => certificateId),
  )
}
