import { statusOf } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { Snapshot, WatchedCertificate, WatchedZone } from '../inventory/snapshot.ts'
import { isPresentedFor } from '../kinds/kinds.ts'

/** Finds the certificate that was uploaded to replace one that is still in use. */
export class Successors {
  readonly #newest = new WeakMap<WatchedZone, ReadonlyMap<string, WatchedCertificate>>()

  /**
   * The rule of the alert `CloudflareCertRotationUnfinished`: the newest active certificate of its zone with the same subject, if
   * it was uploaded later.
   */
  of({ entry, known, use }: DisplayedCertificate, { zones }: Snapshot): WatchedCertificate | undefined {
    const zone = zones.get(entry.zoneId)
    const uploadedOn = known?.record.uploadedOn
    const subject = known?.facts?.subject
    if (
      !zone ||
      entry.kind === 'drill' ||
      !isPresentedFor(entry.kind, 'hostnames') ||
      use.inUse !== true ||
      uploadedOn === undefined ||
      !subject
    )
      return undefined
    const newest = this.#newestIn(zone).get(subject)
    return newest && (newest.known?.record.uploadedOn ?? 0) > uploadedOn ? newest : undefined
  }

  #newestIn(zone: WatchedZone): ReadonlyMap<string, WatchedCertificate> {
    const found = this.#newest.get(zone) ?? newestBySubject(zone)
    this.#newest.set(zone, found)
    return found
  }
}

function newestBySubject({ certificates }: WatchedZone): ReadonlyMap<string, WatchedCertificate> {
  const newest = new Map<string, WatchedCertificate>()
  for (const certificate of certificates.values()) {
    const { entry, known } = certificate
    const subject = known?.facts?.subject
    const uploadedOn = known?.record.uploadedOn
    if (!isPresentedFor(entry.kind, 'hostnames') || !subject || uploadedOn === undefined) continue
    if (statusOf(known.record) !== 'active') continue
    if (uploadedOn > (newest.get(subject)?.known?.record.uploadedOn ?? Number.NEGATIVE_INFINITY))
      newest.set(subject, certificate)
  }
  return newest
}
