import type { UnixSeconds } from '../certificate/model.ts'
import type { WatchedDiscovery, WatchedStore, ZoneSwitch } from '../inventory/snapshot.ts'
import { isPresentedFor } from '../kinds/kinds.ts'
import { hasFailedLong } from './reading.ts'
import type { Severity } from './severity.ts'

/** Judges the list of a zone's certificates, and of the zone's own store also its switch, as `CloudflareDiscoveryFailing` does. */
export function judgeStore({ entry, reading }: WatchedStore, zoneSwitch: ZoneSwitch, now: UnixSeconds): Severity {
  const isSwitchLost =
    reading.lastSuccess !== undefined &&
    isPresentedFor(entry.kind, 'zone') &&
    zoneSwitch.reading.failure !== undefined &&
    hasFailedLong(zoneSwitch.reading, now)
  return isSwitchLost || hasFailedLong(reading, now) ? 'warning' : 'ok'
}

/** Judges the list of the zones that a credential can see, as `CloudflareDiscoveryFailing` does. */
export function judgeDiscovery({ reading }: WatchedDiscovery, now: UnixSeconds): Severity {
  return hasFailedLong(reading, now) ? 'warning' : 'ok'
}
