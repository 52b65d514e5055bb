import { z } from 'zod'
import type { UnixSeconds } from '../certificate/model.ts'
import type { WatchedPlace } from '../inventory/snapshot.ts'
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

export const reading = {
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

/** What the JSON says of the lists of a zone or an account. */
export const listsFields = {
  state: z.enum(readingStates).describe('That of its worst list; `ok` where none of its lists is watched.'),
  ...judgedFields,
  lists: z.array(listSchema).readonly().describe('Its lists that are watched, the worst first.'),
}

type ListsReport = z.infer<z.ZodObject<typeof listsFields>>

/** A zone or an account as lists filter and sort it. */
export interface JudgedPlace<Report extends ListsReport>
  extends Pick<ListThing, 'state' | 'severity' | 'placeName' | 'scopeId' | 'searched' | 'order'> {
  readonly report: Report
}

export function judgedPlace<Report extends ListsReport>(place: WatchedPlace, report: Report): JudgedPlace<Report> {
  const { name: placeName, scopeId } = place
  const { state, severity } = report
  const order = orderOf({ state, severity, isUnused: false, expiry: undefined, name: placeName, key: scopeId })
  return { state, severity, placeName, scopeId, searched: searchedIn([placeName, scopeId]), order, report }
}

export function reportOnLists(place: WatchedPlace, now: UnixSeconds): ListsReport {
  const lists = [...listsIn(place, now)].sort(byUrgency)
  return { ...judgedBy(lists[0]), lists: lists.map(reportOnList) }
}

/** As the worst list is judged. */
function judgedBy(
  worst: ListThing | undefined,
): Pick<ListsReport, 'state' | 'severity' | 'sentence' | 'action' | 'runbook'> {
  if (worst) return { state: worst.state, severity: worst.severity, ...wordsOf(worst) }
  return { state: 'ok', severity: 'ok', sentence: 'None of its lists is watched.', action: null, runbook: null }
}

function reportOnList(thing: ListThing): ListsReport['lists'][number] {
  const { store, state, severity } = thing
  const { entry, listed, reading } = store
  const judged = { state, severity, ...wordsOf(thing) }
  return { kind: entry.kind, ...judged, listed: listed?.length ?? null, ...readingOf(reading) }
}

export function readingOf(reading: ListThing['store']['reading']) {
  return {
    last_check: instant(reading.lastCheck),
    last_success: instant(reading.lastSuccess),
    error: errorOf(reading),
  }
}
