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
export function thresholdsInForce(thresholds: Thresholds, facts: CertificateFacts | undefined): ThresholdsInForce {
  const lifetime = facts === undefined ? 0 : facts.notAfter - facts.notBefore
  return {
    warning: inForce(thresholds.warning, lifetime, 30 * day),
    critical: inForce(thresholds.critical, lifetime, 14 * day),
  }
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
