import type { UnixSeconds } from '../certificate/model.ts'
import { problemsChangeAt } from '../certificate/problems.ts'
import type { UrgencyFacts } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { keyOf } from '../inventory/snapshot.ts'
import { urgencyFactsOf } from '../inventory/urgency-facts.ts'
import { searchedIn } from './searched.ts'

/** What a request needs to know of a certificate. It is worked out once, and again only when the certificate has changed. */
export interface CachedCertificate {
  readonly certificate: DisplayedCertificate
  /** `kind/scope_id/certificate_id` */
  readonly key: string
  readonly urgency: UrgencyFacts
  /** All text that a search looks in, in lower case. */
  readonly searched: string
}

/** Every request asks about all certificates, up to ten thousand, and hardly one of them has changed since the last request. */
export class CertificateCache {
  readonly #cached = new WeakMap<DisplayedCertificate, CachedCertificate & { readonly isAfterChange: boolean }>()

  of(certificate: DisplayedCertificate, now: UnixSeconds): CachedCertificate {
    const isAfterChange = (problemsChangeAt(certificate.known?.facts) ?? now) <= now
    const known = this.#cached.get(certificate)
    if (known?.isAfterChange === isAfterChange) return known
    const urgency = urgencyFactsOf(certificate, now)
    const cached = { certificate, key: keyOf(certificate.entry), urgency, isAfterChange }
    const whole = { ...cached, searched: known?.searched ?? searchedIn(textsOf(certificate)) }
    this.#cached.set(certificate, whole)
    return whole
  }
}

function textsOf({ entry, known, use }: DisplayedCertificate): readonly string[] {
  const facts = known?.facts
  return [
    entry.name,
    entry.placeName,
    entry.scopeId,
    entry.certificateId,
    ...use.hostnames,
    ...Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`),
    facts?.subject ?? '',
    facts?.serialNumber ?? '',
    facts?.fingerprintSha256 ?? '',
  ]
}
