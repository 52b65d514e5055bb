import type { CertificateStatus } from '../kinds/statuses.ts'
import type {
  CertificateFacts,
  CertificateProblem,
  CertificateRecord,
  Mismatches,
  Seconds,
  Threshold,
  Thresholds,
  UnixSeconds,
} from './model.ts'

export type ExpiryState = 'expired' | 'critical' | 'warning' | 'ok'

export interface ThresholdsInForce {
  readonly warning: Seconds
  readonly critical: Seconds
}

/** Everything but the time that decides how urgent a certificate is. */
export interface UrgencyFacts {
  readonly expiry: UnixSeconds | undefined
  readonly thresholds: ThresholdsInForce
  readonly status: CertificateStatus | undefined
  readonly mismatches: Mismatches
  readonly problems: readonly CertificateProblem[]
}

/** The expiry that counts. Undefined if nothing is known, and for a certificate that Cloudflare has deleted. */
export function expiryOf(
  facts: CertificateFacts | undefined,
  record: CertificateRecord | undefined,
  presentedUntil?: UnixSeconds,
): UnixSeconds | undefined {
  if (record?.status === 'deleted') return undefined
  const ends = [facts?.notAfter, facts?.chainNotAfter, record?.expiresOn, presentedUntil]
  const known = ends.filter((end) => end !== undefined).filter(Number.isFinite)
  return known.length === 0 ? undefined : Math.min(...known)
}

const day: Seconds = 86_400

/** Thresholds as lengths of time. If the lifetime is unknown, shares of it become 30 and 14 days, so that an alarm remains. */
export function thresholdsInForce(
  thresholds: Thresholds,
  facts: CertificateFacts | undefined,
  record?: CertificateRecord,
): ThresholdsInForce {
  const lifetime = lifetimeOf(facts, record)
  const { warning, critical } = (record?.isAuthority && thresholds.authority) || thresholds
  return { warning: inForce(warning, lifetime, 30 * day), critical: inForce(critical, lifetime, 14 * day) }
}

/** Without a PEM it is counted from the upload, which is a little later than the beginning. 0 if it is unknown. */
function lifetimeOf(facts: CertificateFacts | undefined, record: CertificateRecord | undefined): Seconds {
  if (facts) return facts.notAfter - facts.notBefore
  const { expiresOn, uploadedOn } = record ?? {}
  return expiresOn === undefined || uploadedOn === undefined ? 0 : expiresOn - uploadedOn
}

function inForce(threshold: Threshold, lifetime: Seconds, fallback: Seconds): Seconds {
  switch (threshold.kind) {
    case 'duration':
      return threshold.seconds
    case 'share':
      return lifetime > 0 ? threshold.share * lifetime : fallback
  }
}

/** The urgency for the remaining time. The last second, 0, is still valid (RFC 5280, 4.1.2.5). */
export function expiryState(left: Seconds, thresholds: ThresholdsInForce): ExpiryState {
  if (left < 0) return 'expired'
  if (left < thresholds.critical) return 'critical'
  return left < thresholds.warning ? 'warning' : 'ok'
}
