import type { UnixSeconds } from '../certificate/model.ts'
import type { Standing } from '../certificate/urgency.ts'
import type { ShownCertificate } from '../inventory/shown.ts'
import { keyOf } from '../inventory/snapshot.ts'
import { standingOf } from '../inventory/standing.ts'

/** What of a certificate does not depend on the time, worked out once for as long as it stays the same object. */
export interface PreparedCertificate {
  readonly certificate: ShownCertificate
  /** `kind/zone_id/certificate_id` */
  readonly key: string
  readonly standing: Standing
  /** In lower case, all that a search looks in. */
  readonly searched: string
}

/** How much of a text from outside a search looks in: names can have 100 kB. */
const searchedLength = 512

/** Ten thousand certificates are asked about at every request, and hardly one of them has changed since the last. */
export class PreparedCertificates {
  readonly #prepared = new WeakMap<ShownCertificate, PreparedCertificate & { readonly begun: boolean }>()

  of(certificate: ShownCertificate, now: UnixSeconds): PreparedCertificate {
    // The only part of a standing that time alone changes: whether it is valid yet.
    const begun = (certificate.known?.facts?.notBefore ?? now) <= now
    const known = this.#prepared.get(certificate)
    if (known?.begun === begun) return known
    const prepared = { certificate, key: keyOf(certificate.entry), standing: standingOf(certificate, now), begun }
    const searched = known?.searched ?? searchedIn(certificate)
    const whole = { ...prepared, searched }
    this.#prepared.set(certificate, whole)
    return whole
  }
}

function searchedIn({ entry, known, use }: ShownCertificate): string {
  const facts = known?.facts
  const texts = [
    entry.name,
    entry.zone,
    entry.zoneId,
    entry.certificateId,
    ...use.hostnames,
    ...Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`),
    facts?.subject ?? '',
    facts?.serialNumber ?? '',
    facts?.fingerprintSha256 ?? '',
  ]
  return texts
    .map((text) => text.slice(0, searchedLength))
    .join('\n')
    .toLowerCase()
}
