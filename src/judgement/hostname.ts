import type { UnixSeconds } from '../certificate/model.ts'
import type { Association, WatchedHostname, WatchedZone } from '../inventory/snapshot.ts'
import { certificatesInOwnStore } from '../inventory/zone-switch.ts'
import type { Severity } from './severity.ts'
import { hasFailedLong, waits } from './waits.ts'

/** `unknown`: it was never read. */
export const hostnameVerdicts = ['without_certificate', 'check_failing', 'unknown', 'ok'] as const
export type HostnameVerdict = (typeof hostnameVerdicts)[number]

/** What a hostname falls back to. */
type ZoneStore = Pick<WatchedZone, 'zoneSwitch' | 'stores'>

export interface HostnameJudgement {
  readonly verdict: HostnameVerdict
  readonly severity: Severity
}

/** Judges as `CloudflareHostnameWithoutCert` and `CloudflareDiscoveryFailing` do. */
export function judgeHostname(hostname: WatchedHostname, zone: ZoneStore, now: UnixSeconds): HostnameJudgement {
  const { association, reading } = hostname
  if (association && presentsNothing(association, zone)) return { verdict: 'without_certificate', severity: 'critical' }
  const severity = hasFailedLong(reading, now) ? 'warning' : 'ok'
  if (!association) return { verdict: 'unknown', severity }
  return { verdict: severity === 'ok' ? 'ok' : 'check_failing', severity }
}

export function isHostnameUnjudged({ verdict, severity }: HostnameJudgement): boolean {
  return verdict === 'unknown' && severity === 'ok'
}

/**
 * The rule of `CloudflareHostnameWithoutCert`: fine only if the zone's own store is known to be on. A store whose list was never read is
 * given the benefit of the doubt, one whose last good list was empty is not.
 */
function presentsNothing({ state }: Association, zone: ZoneStore): boolean {
  const { enabled, isFresh } = zone.zoneSwitch
  if (state === 'enabled') return false
  if (state === 'disabled' || !enabled || !isFresh) return true
  return certificatesInOwnStore(zone) === 0
}

/** Every moment at which time alone may change the judgement. */
export function hostnameJudgementChangesAt({ reading }: WatchedHostname): readonly UnixSeconds[] {
  return reading.failingSince === undefined ? [] : [reading.failingSince + waits.failing]
}
