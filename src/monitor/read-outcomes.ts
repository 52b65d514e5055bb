import type { AssociationAnswer } from '../cloudflare/association-answer.ts'
import type { CertificateList } from '../cloudflare/certificate-list.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { Association, ListedCertificate, WatchedStore } from '../inventory/snapshot.ts'

/** "Setting for this hostname not found": the hostname never had an association. */
const noAssociation = 1553

/** What Cloudflare's answer says of a hostname. */
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

/**
 * What a listing says of a store, if it is believed.
 * @param store as it was known before
 */
export function listingOf(
  answer: ApiAnswer<CertificateList>,
  { listed = [] }: Pick<WatchedStore, 'listed'>,
): ReadOutcome<readonly ListedCertificate[]> {
  if (!answer.ok) return answer
  const { certificates, unreadable, missing } = answer.value
  const members = [...certificates.values()].map(({ id, status, uploadedOn }) => ({
    certificateId: id,
    status,
    uploadedOn,
  }))
  members.sort((a, b) => (a.certificateId < b.certificateId ? -1 : 1))
  if (unreadable > 0) return notBelieved('unreadable', `: ${unreadable}`, members)
  if (missing > 0) return notBelieved('incomplete', `: ${missing} are missing`, members)
  if (members.length === 0 && listed.length > 0) return notBelieved('empty', '', members)
  return { ok: true, value: members }
}
