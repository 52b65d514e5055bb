import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedCertificate, WatchedPlace } from '../inventory/snapshot.ts'
import { statusOfKnown } from '../inventory/urgency-facts.ts'
import { isKeptByCloudflare } from '../kinds/displayed-kinds.ts'
import { isPresentedFor } from '../kinds/kinds.ts'

/** A certificate that was uploaded to replace one that is still in use. */
export interface Successor {
  readonly certificate: WatchedCertificate
  /** Since when it has stood ready while the older one is in use. */
  readonly since: UnixSeconds
}

type PlaceCertificates = Pick<WatchedPlace, 'scopeId'> & {
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

/** Finds the successors of certificates. What it has found out about a place is kept for as long as the place is the same. */
export class Successors {
  readonly #newest = new WeakMap<PlaceCertificates, ReadonlyMap<string, WatchedCertificate>>()

  /**
   * The rule of the alert `CloudflareCertRotationUnfinished`: the newest active certificate of its zone with the same subject, if
   * it was uploaded later.
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
    const newest = this.#newestIn(place).get(subject)
    const newer = newest?.known?.record.uploadedOn
    if (!newest || newer === undefined || newer <= uploadedOn) return undefined
    return { certificate: newest, since: Math.max(use.since ?? newer, newest.known?.statusSince ?? newer) }
  }

  #newestIn(place: PlaceCertificates): ReadonlyMap<string, WatchedCertificate> {
    const found = this.#newest.get(place) ?? newestBySubject(place)
    this.#newest.set(place, found)
    return found
  }
}

function newestBySubject({ certificates }: PlaceCertificates): ReadonlyMap<string, WatchedCertificate> {
  const newest = new Map<string, WatchedCertificate>()
  for (const certificate of certificates.values()) {
    const { known } = certificate
    const subject = known?.facts?.subject
    const uploadedOn = known?.record.uploadedOn
    if (!isWatched(certificate) || !isPresentedFor(certificate.entry.kind, 'hostnames')) continue
    if (!subject || uploadedOn === undefined || statusOfKnown(certificate.entry.kind, known) !== 'active') continue
    if (uploadedOn > (newest.get(subject)?.known?.record.uploadedOn ?? Number.NEGATIVE_INFINITY))
      newest.set(subject, certificate)
  }
  return newest
}

function isWatched(certificate: DisplayedCertificate): certificate is WatchedCertificate {
  return isKeptByCloudflare(certificate.entry.kind)
}
