import {
  type CertificateFacts,
  type CertificateProblem,
  type CertificateRecord,
  type CertificateStatus,
  certificateStatuses,
  type Mismatches,
  type Seconds,
  type Threshold,
  type Thresholds,
  type UnixSeconds,
} from './model.ts'

/** From the most to the least urgent; what shows one state for a certificate shows the first that is so. */
export const certificateStates = ['expired', 'critical', 'warning', 'mismatch', 'not_active', 'blind', 'ok'] as const
export type CertificateState = (typeof certificateStates)[number]

export type ExpiryState = Extract<CertificateState, 'expired' | 'critical' | 'warning' | 'ok'>

/** What `check` makes its exit code of, worst first: 2, 1, 3, 0. */
export const severities = ['critical', 'warning', 'unknown', 'ok'] as const
export type Severity = (typeof severities)[number]

export interface ThresholdsInForce {
  readonly warning: Seconds
  readonly critical: Seconds
}

/** All that decides how urgent a certificate is, besides the time. */
export interface UrgencyFacts {
  readonly expiry: UnixSeconds | undefined
  readonly thresholds: ThresholdsInForce
  readonly status: CertificateStatus | undefined
  readonly mismatches: Mismatches
  readonly problems: readonly CertificateProblem[]
  /** Whether the last check worked. */
  readonly checked: boolean
}

/** The moment that counts; undefined where nothing is known, and for a certificate that Cloudflare deleted. */
export function expiryOf(
  facts: CertificateFacts | undefined,
  record: CertificateRecord | undefined,
): UnixSeconds | undefined {
  if (record && statusOf(record) === 'deleted') return undefined
  const ends = [facts?.notAfter, facts?.chainNotAfter, record?.expiresOn]
  const known = ends.filter((end) => end !== undefined).filter(Number.isFinite)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** The API's word for the status, `unknown` where it is not a documented one; undefined where it gives none. */
export function statusOf(record: CertificateRecord): CertificateStatus | undefined {
  if (record.status === undefined || record.status === '') return undefined
  return certificateStatuses.find((status) => status === record.status) ?? 'unknown'
}

const day: Seconds = 86_400

/** Thresholds as lengths of time. Shares of a lifetime that nobody knows are 30 and 14 days, or no alarm would be left. */
export function thresholdsInForce(thresholds: Thresholds, facts: CertificateFacts | undefined): ThresholdsInForce {
  const lifetime = facts === undefined ? 0 : facts.notAfter - facts.notBefore
  return {
    warning: inForce(thresholds.warning, lifetime, 30 * day),
    critical: inForce(thresholds.critical, lifetime, 14 * day),
  }
}

function inForce(threshold: Threshold, lifetime: Seconds, fallback: Seconds): Seconds {
  if (threshold.kind === 'duration') return threshold.seconds
  return lifetime > 0 ? threshold.share * lifetime : fallback
}

/** What so much time left means. The last second, 0, is still valid (RFC 5280, 4.1.2.5). */
export function expiryState(left: Seconds, thresholds: ThresholdsInForce): ExpiryState {
  if (left < 0) return 'expired'
  if (left < thresholds.critical) return 'critical'
  return left < thresholds.warning ? 'warning' : 'ok'
}

/** The most urgent of all that is so. */
export function certificateState(facts: UrgencyFacts, now: UnixSeconds): CertificateState {
  const states = statesOf(facts, now)
  return certificateStates.find((state) => states.has(state)) ?? 'ok'
}

/** The worst of all that is so: a deployment that timed out is critical even if the last check failed. */
export function severityOf(facts: UrgencyFacts, now: UnixSeconds): Severity {
  const states = statesOf(facts, now)
  const found = new Set<Severity>([
    facts.status === 'deployment_timed_out' ? 'critical' : 'ok',
    facts.problems.length > 0 ? 'warning' : 'ok',
    ...[...states].map((state) => severityByState[state]),
  ])
  return severities.find((severity) => found.has(severity)) ?? 'ok'
}

const severityByState: Readonly<Record<CertificateState, Severity>> = {
  expired: 'critical',
  critical: 'critical',
  warning: 'warning',
  mismatch: 'warning',
  not_active: 'warning',
  blind: 'unknown',
  ok: 'ok',
}

/** Issuer and signature may contradict the API too, but they are spellings: they are shown and never alarm. */
function statesOf(facts: UrgencyFacts, now: UnixSeconds): ReadonlySet<CertificateState> {
  const { expiry, thresholds, status, mismatches, checked } = facts
  const states = new Set<CertificateState>()
  if (expiry !== undefined) states.add(expiryState(expiry - now, thresholds))
  if (mismatches.expires_on || mismatches.serial_number) states.add('mismatch')
  if (status !== undefined && status !== 'active') states.add('not_active')
  if (!checked || (expiry === undefined && status !== 'deleted')) states.add('blind')
  return states
}
