import type { UnixSeconds } from '../certificate/model.ts'
import type { UrgencyFacts } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { keyOf } from '../inventory/snapshot.ts'
import { urgencyFactsOf } from '../inventory/urgency-facts.ts'

/** What of a certificate does not depend on the time, worked out once for as long as it stays the same object. */
export interface CachedCertificate {
  readonly certificate: DisplayedCertificate
  /** `kind/zone_id/certificate_id` */
  readonly key: string
  readonly urgency: UrgencyFacts
  /** In lower case, all that a search looks in. */
  readonly searched: string
}

/** How much of a text from outside a search looks in: names can have 100 kB. */
const searchedLength = 512

/** Ten thousand certificates are asked about at every request, and hardly one of them has changed since the last. */
export class CertificateCache {
  readonly #cached = new WeakMap<DisplayedCertificate, CachedCertificate & { readonly isValidYet: boolean }>()

  of(certificate: DisplayedCertificate, now: UnixSeconds): CachedCertificate {
    // The facts change by time alone at one moment: notBefore.
    const isValidYet = (certificate.known?.facts?.notBefore ?? now) <= now
    const known = this.#cached.get(certificate)
    if (known?.isValidYet === isValidYet) return known
    const cached = { certificate, key: keyOf(certificate.entry), urgency: urgencyFactsOf(certificate, now), isValidYet }
    const searched = known?.searched ?? searchedIn(certificate)
    const whole = { ...cached, searched }
    this.#cached.set(certificate, whole)
    return whole
  }
}

function searchedIn({ entry, known, use }: DisplayedCertificate): string {
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
