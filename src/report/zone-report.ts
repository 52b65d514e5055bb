import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { zonesOf } from '../inventory/places.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { type JudgedPlace, judgedPlace, listsFields, reading, readingOf, reportOnLists } from './lists-report.ts'

/** One zone as the JSON API shows it. Unknown values are null. */
export const zoneReportSchema = z
  .object({
    zone_id: z.string().describe('32 hexadecimal digits.'),
    zone: z.string().describe("The zone's name for people; its id where none is known."),
    ...listsFields,
    own_store: z
      .object({ enabled: z.boolean().nullable().describe('Whether it is on; null: not known.'), ...reading })
      .readonly()
      .describe("The switch of the zone's own store."),
    certificates: z.int().describe('How many of its certificates are watched.'),
    hostnames: z.int().describe('How many of its hostnames are watched.'),
  })
  .readonly()

export type ZoneReport = z.infer<typeof zoneReportSchema>

/** Every zone in which something is watched, in no order. */
export function judgedZones(snapshot: Snapshot, now: UnixSeconds): readonly JudgedPlace<ZoneReport>[] {
  return zonesOf(snapshot).map((each) => judgedPlace(each, reportOnZone(each, now)))
}

function reportOnZone(zone: WatchedZone, now: UnixSeconds): ZoneReport {
  const { enabled, isFresh, reading } = zone.zoneSwitch
  return {
    zone_id: zone.scopeId,
    zone: zone.name,
    ...reportOnLists(zone, now),
    own_store: { enabled: isFresh ? (enabled ?? null) : null, ...readingOf(reading) },
    certificates: zone.certificates.size,
    hostnames: zone.hostnames.size,
  }
}
