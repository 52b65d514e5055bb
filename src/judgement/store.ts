import type { UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory, WatchedDiscovery, WatchedStore, ZoneSwitch } from '../inventory/snapshot.ts'
import { isPresentedFor } from '../kinds/kinds.ts'
import type { Severity } from './severity.ts'
import { hasFailedLong } from './waits.ts'

/** What is known of something that is read: `unknown`: it was never read. */
export const readingStates = ['check_failing', 'unknown', 'ok'] as const
export type ReadingState = (typeof readingStates)[number]

export interface ReadingJudgement {
  readonly state: ReadingState
  readonly severity: Severity
}

/**
 * Judges the list of a kind's certificates, and of the zone's own store also its switch, as `CloudflareDiscoveryFailing` does.
 * @param zoneSwitch undefined: an account has none
 */
export function judgeStore(
  { entry, reading }: WatchedStore,
  zoneSwitch: ZoneSwitch | undefined,
  now: UnixSeconds,
): ReadingJudgement {
  return judgedReading(reading, isSwitchLost(entry, reading, zoneSwitch, now) || hasFailedLong(reading, now))
}

/** Whether the zone's own store is listed, and whether it is on cannot be read. */
function isSwitchLost(
  entry: WatchedStore['entry'],
  { lastSuccess }: ReadHistory,
  zoneSwitch: ZoneSwitch | undefined,
  now: UnixSeconds,
): boolean {
  const isOfSwitch = lastSuccess !== undefined && isPresentedFor(entry.kind, 'zone')
  return isOfSwitch && zoneSwitch?.reading.failure !== undefined && hasFailedLong(zoneSwitch.reading, now)
}

/** Judges the list of the zones that a credential can see, as `CloudflareDiscoveryFailing` does. */
export function judgeDiscovery({ reading }: WatchedDiscovery, now: UnixSeconds): ReadingJudgement {
  return judgedReading(reading, hasFailedLong(reading, now))
}

function judgedReading({ lastSuccess }: ReadHistory, isFailing: boolean): ReadingJudgement {
  const severity = isFailing ? 'warning' : 'ok'
  if (lastSuccess === undefined) return { state: 'unknown', severity }
  return { state: isFailing ? 'check_failing' : 'ok', severity }
}
