import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedCertificate, WatchedPlace } from '../inventory/snapshot.ts'
import { statusOfKnown } from '../inventory/urgency-facts.ts'
import { isKeptByCloudflare } from '../kinds/displayed-kinds.ts'
import { isPresentedFor } from '../kinds/kinds.ts'

/** A certificate that was uploaded to replace one that is still in use. */
export interface Successor {
  readonly certificate: WatchedCertificate
  /** Since when this or another newer one has stood ready while the older one is in use. */
  readonly since: UnixSeconds
}

/** An active certificate of a subject. */
interface Ready {
  readonly certificate: WatchedCertificate
  readonly uploadedOn: UnixSeconds
  /** Since when it or a newer one has stood ready. */
  readonly readySince: UnixSeconds
}

type PlaceCertificates = Pick<WatchedPlace, 'scopeId'> & {
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

/** Finds the successors of certificates. What it has found out about a place is kept for as long as the place is the same. */
export class Successors {
  readonly #ready = new WeakMap<PlaceCertificates, ReadonlyMap<string, readonly Ready[]>>()

  /**
   * The rule of the alert `CloudflareCertRotationUnfinished`: the newest active certificate of its zone with the same subject, if
   * it was uploaded later. One more upload does not begin the wait again.
   */
  of({ entry, known, use }: DisplayedCertificate, place: PlaceCertificates | undefined): Successor | undefined {
    const uploadedOn = known?.record.uploadedOn
    const subject = known?.facts?.subject
    if (
      !place ||
      !isKeptByCloudflare(entry.kind) ||
      !isPresentedFor(entry.kind, 'hostnames') ||
      use.inUse !== true ||
      uploadedOn === undefined ||
      !subject
    )
      return undefined
    const ready = this.#readyIn(place).get(subject) ?? []
    const oldestNewer = ready.findLast((each) => each.uploadedOn > uploadedOn)
    const [newest] = ready
    if (!newest || !oldestNewer) return undefined
    const { readySince } = oldestNewer
    return { certificate: newest.certificate, since: Math.max(use.since ?? readySince, readySince) }
  }

  #readyIn(place: PlaceCertificates): ReadonlyMap<string, readonly Ready[]> {
    const found = this.#ready.get(place) ?? readyBySubject(place)
    this.#ready.set(place, found)
    return found
  }
}

/** The newest first. */
function readyBySubject({ certificates }: PlaceCertificates): ReadonlyMap<string, readonly Ready[]> {
  const bySubject = new Map<string, Ready[]>()
  for (const certificate of certificates.values()) {
    const { known } = certificate
    const subject = known?.facts?.subject
    const uploadedOn = known?.record.uploadedOn
    if (!isWatched(certificate) || !isPresentedFor(certificate.entry.kind, 'hostnames')) continue
    if (!subject || uploadedOn === undefined || statusOfKnown(certificate.entry.kind, known) !== 'active') continue
    const ready = { certificate, uploadedOn, readySince: Math.max(known?.statusSince ?? uploadedOn, uploadedOn) }
    const others = bySubject.get(subject)
    if (others) others.push(ready)
    else bySubject.set(subject, [ready])
  }
  return new Map([...bySubject].map(([subject, all]) => [subject, newestFirst(all)]))
}

function newestFirst(all: readonly Ready[]): readonly Ready[] {
  let readySince = Number.POSITIVE_INFINITY
  return all
    .toSorted((a, b) => b.uploadedOn - a.uploadedOn)
    .map((each) => {
      readySince = Math.min(readySince, each.readySince)
      return { ...each, readySince }
    })
}

function isWatched(certificate: DisplayedCertificate): certificate is WatchedCertificate {
  return isKeptByCloudflare(certificate.entry.kind)
}
