import { type PlaceReport, repetitionOf } from '../inventory/place-report.ts'
import type { WatchedPlace } from '../inventory/snapshot.ts'
import type { CycleScope, PlaceQuestions } from './questions.ts'
import type { SettledPlaces } from './settled-places.ts'
import { type VisitOptions, visitPlace } from './visit.ts'
import { VisitAnswers } from './visit-answers.ts'

/** What a visit finds. If the place is settled and all answers are the same, that is nothing. */
export async function reportOn(
  questions: PlaceQuestions,
  place: WatchedPlace,
  scope: CycleScope,
  { settled, ...options }: VisitOptions & { readonly settled?: SettledPlaces },
  signal: AbortSignal,
): Promise<PlaceReport> {
  const source = new VisitAnswers(options.source)
  const before = scope === 'all' ? settled?.answersOf(place) : undefined
  if (before && (await source.areSame(before, signal))) return repetitionOf(place)
  const report = await visitPlace(questions, { ...options, source }, signal)
  settled?.visited(report, source.answered)
  return report
}
