import type { Severity } from '../judgement/severity.ts'
import type { State } from '../judgement/states.ts'
import type { JudgedThing } from './judged-thing.ts'

export interface Filters {
  readonly state?: State | undefined
  readonly severity?: Severity | undefined
  /** The id of a zone or an account, or its name for people. */
  readonly zone?: string | undefined
  /** Words that must all occur, in names, ids, hostnames, labels, subject, serial number or fingerprint. */
  readonly q?: string | undefined
}

/** The number of words that a search takes. Thousands of words in thousands of certificates would keep everybody else waiting. */
export const longestSearch = 200

/** What filters look at. */
type Filtered = Pick<JudgedThing, 'state' | 'severity' | 'placeName' | 'scopeId' | 'searched'>

export function matching<T extends Filtered>(things: readonly T[], filters: Filters): readonly T[] {
  const { state, severity, zone, q = '' } = filters
  const words = [...new Set(q.slice(0, longestSearch).toLowerCase().split(/\s+/).filter(Boolean))]
  return things.filter(
    (thing) =>
      (state === undefined || thing.state === state) &&
      (severity === undefined || thing.severity === severity) &&
      (zone === undefined || thing.scopeId === zone || thing.placeName === zone) &&
      words.every((word) => thing.searched.includes(word)),
  )
}

/** How often each word occurs. */
export function countsOf<Word extends string>(words: readonly Word[], found: readonly Word[]): Record<Word, number> {
  const counts = Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
  for (const word of found) counts[word] += 1
  return counts
}
