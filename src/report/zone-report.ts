import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import { zonesOf } from '../inventory/places.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { readingStates } from '../judgement/store.ts'
import { certificateKinds } from '../kinds/kinds.ts'
import { errorOf, wordsOf } from './certificate-report.ts'
import { instant } from './instant.ts'
import type { ListThing } from './judged-thing.ts'
import { listsIn } from './judged-things.ts'
import { byUrgency, orderOf } from './order.ts'
import { errorSchema } from './report-schema.ts'
import { searchedIn } from './searched.ts'
import { instantOrNull, judgedFields } from './words-schema.ts'

const reading = {
  last_check: instantOrNull('When it was last asked for, however that ended.'),
  last_success: instantOrNull('When that last worked.'),
  error: errorSchema.nullable().describe('Why the last reading failed; null where it worked.'),
}

const listSchema = z
  .object({
    kind: z.enum(certificateKinds).describe('Whose certificates it lists.'),
    state: z
      .enum(readingStates)
      .describe('`unknown`: it was never read. Of the zone’s own store also whether it is on.'),
    ...judgedFields,
    listed: z.int().nullable().describe('How many certificates are in it; null: it was never read.'),
    ...reading,
  })
  .readonly()

/** One zone as the JSON API shows it. Unknown values are null. */
export const zoneReportSchema = z
  .object({
    zone_id: z.string().describe('32 hexadecimal digits.'),
    zone: z.string().describe("The zone's name for people; its id where none is known."),
    state: z.enum(readingStates).describe('That of its worst list; `ok` where none of its lists is watched.'),
    ...judgedFields,
    lists: z.array(listSchema).readonly().describe('Its lists that are watched, the worst first.'),
    own_store: z
      .object({ enabled: z.boolean().nullable().describe('Whether it is on; null: not known.'), ...reading })
      .readonly()
      .describe("The switch of the zone's own store."),
    certificates: z.int().describe('How many of its certificates are watched.'),
    hostnames: z.int().describe('How many of its hostnames are watched.'),
  })
  .readonly()

export type ZoneReport = z.infer<typeof zoneReportSchema>

/** A zone as lists filter and sort it. */
export interface JudgedZone
  extends Pick<ListThing, 'state' | 'severity' | 'placeName' | 'scopeId' | 'searched' | 'order'> {
  readonly report: ZoneReport
}

/** Every zone in which something is watched, in no order. */
export function judgedZones(snapshot: Snapshot, now: UnixSeconds): readonly JudgedZone[] {
  return zonesOf(snapshot).map((each) => {
    const { name: placeName, scopeId } = each
    const report = reportOnZone(each, now)
    const { state, severity } = report
    const order = orderOf({ state, severity, isUnused: false, expiry: undefined, name: placeName, key: scopeId })
    return { state, severity, placeName, scopeId, searched: searchedIn([placeName, scopeId]), order, report }
  })
}

function reportOnZone(zone: WatchedZone, now: UnixSeconds): ZoneReport {
  const lists = [...listsIn(zone, now)].sort(byUrgency)
  const { enabled, isFresh, reading } = zone.zoneSwitch
  return {
    zone_id: zone.scopeId,
    zone: zone.name,
    ...judgedBy(lists[0]),
    lists: lists.map(reportOnList),
    own_store: { enabled: isFresh ? (enabled ?? null) : null, ...readingOf(reading) },
    certificates: zone.certificates.size,
    hostnames: zone.hostnames.size,
  }
}

/** As the worst list is judged. */
function judgedBy(
  worst: ListThing | undefined,
): Pick<ZoneReport, 'state' | 'severity' | 'sentence' | 'action' | 'runbook'> {
  if (worst) return { state: worst.state, severity: worst.severity, ...wordsOf(worst) }
  return { state: 'ok', severity: 'ok', sentence: 'None of its lists is watched.', action: null, runbook: null }
}

function reportOnList(thing: ListThing): ZoneReport['lists'][number] {
  const { store, state, severity } = thing
  const { entry, listed, reading } = store
  const judged = { state, severity, ...wordsOf(thing) }
  return { kind: entry.kind, ...judged, listed: listed?.length ?? null, ...readingOf(reading) }
}

function readingOf(reading: ListThing['store']['reading']) {
  return {
    last_check: instant(reading.lastCheck),
    last_success: instant(reading.lastSuccess),
    error: errorOf(reading),
  }
}
