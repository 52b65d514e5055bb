import type { UnixSeconds } from '../certificate/model.ts'
import { expiryState, type ThresholdsInForce } from '../certificate/urgency.ts'
import type { CertificateTrust } from '../trust/model.ts'
import { overallAt, overallChangesAt } from '../trust/overall.ts'
import type { Severity } from './severity.ts'

export interface OriginCaJudgement {
  readonly state: 'origin_ca_expired' | 'origin_ca_critical' | 'origin_ca_warning'
  readonly severity: Severity
}

/** Judges the end of the origins' CA as `CloudflareOriginCaExpired`, `…ExpiryCritical` and `…ExpirySoon` do, for one certificate. */
export function judgeOriginCa(
  trust: CertificateTrust | undefined,
  thresholds: ThresholdsInForce,
  now: UnixSeconds,
): OriginCaJudgement | undefined {
  const first = trust && overallAt(trust, now).endsFirst
  const state = first ? expiryState(first.notAfter - now, thresholds) : 'ok'
  if (state === 'ok') return undefined
  return { state: `origin_ca_${state}`, severity: state === 'expired' ? 'critical' : state }
}

/** Every moment at which time alone may change whether it is trusted, or which CA ends first. */
export function trustChangesAt(
  trust: CertificateTrust | undefined,
  { critical, warning }: ThresholdsInForce,
): readonly UnixSeconds[] {
  if (!trust) return []
  const begins = overallChangesAt(trust)
  const ends = [0, ...begins].flatMap((moment) => overallAt(trust, moment).endsFirst?.notAfter ?? [])
  return [...begins, ...ends.flatMap((end) => [end, end - critical, end - warning].map((moment) => moment + justAfter))]
}

const justAfter = 0.001
