import type { UnixSeconds } from '../certificate/model.ts'
import type { Association, WatchedHostname, ZoneSwitch } from '../inventory/snapshot.ts'
import type { Severity } from './severity.ts'
import { hasFailedLong, waits } from './waits.ts'

/** `unknown`: it was never read. */
export const hostnameVerdicts = ['without_certificate', 'check_failing', 'unknown', 'ok'] as const
export type HostnameVerdict = (typeof hostnameVerdicts)[number]

export interface HostnameJudgement {
  readonly verdict: HostnameVerdict
  readonly severity: Severity
}

/** Judges as `CloudflareHostnameWithoutCert` and `CloudflareDiscoveryFailing` do. */
export function judgeHostname(hostname: WatchedHostname, zoneSwitch: ZoneSwitch, now: UnixSeconds): HostnameJudgement {
  const { association, reading } = hostname
  if (association && presentsNothing(association, zoneSwitch))
    return { verdict: 'without_certificate', severity: 'critical' }
  const severity = hasFailedLong(reading, now) ? 'warning' : 'ok'
  if (!association) return { verdict: 'unknown', severity }
  return { verdict: severity === 'ok' ? 'ok' : 'check_failing', severity }
}

export function isHostnameUnjudged({ verdict, severity }: HostnameJudgement): boolean {
  return verdict === 'unknown' && severity === 'ok'
}

/** The rule of `CloudflareHostnameWithoutCert`: fine only if the zone's own store is known to provide the certificate. */
export function presentsNothing({ state }: Association, { enabled, isFresh }: ZoneSwitch): boolean {
  return state === 'disabled' || (state !== 'enabled' && !(enabled === true && isFresh))
}

/** Every moment at which time alone may change the judgement. */
export function hostnameJudgementChangesAt({ reading }: WatchedHostname): readonly UnixSeconds[] {
  return reading.failingSince === undefined ? [] : [reading.failingSince + waits.failing]
}
