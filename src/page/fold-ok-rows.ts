import type { UnixSeconds } from '../certificate/model.ts'
import type { JudgedThing } from '../report/judged-thing.ts'

/** One row that stands for everything that is OK in one zone. */
export interface Fold {
  readonly zone: string
  readonly count: number
  /** The earliest end. */
  readonly nextExpiry: UnixSeconds | undefined
}

/** A zone with at least this many OK rows is folded. */
const foldedFrom = 20

/**
 * Leaves out what is OK in zones that have much of it.
 * @param kept the key of a row that stays
 */
export function foldOk(
  things: readonly JudgedThing[],
  kept: string | undefined,
): { readonly rows: readonly JudgedThing[]; readonly folds: readonly Fold[] } {
  const quiet = things.filter((thing) => isQuiet(thing) && thing.key !== kept)
  const groups = [...Map.groupBy(quiet, ({ placeName }) => placeName ?? '')].filter(
    ([, group]) => group.length >= foldedFrom,
  )
  const folded = new Set(groups.flatMap(([, group]) => group))
  return {
    rows: things.filter((thing) => !folded.has(thing)),
    folds: groups.map(([zone, group]) => ({ zone, count: group.length, nextExpiry: firstExpiry(group) })),
  }
}

function isQuiet({ state, reading, placeName }: JudgedThing): boolean {
  return state === 'ok' && placeName !== undefined && reading?.failure === undefined
}

function firstExpiry(things: readonly JudgedThing[]): UnixSeconds | undefined {
  return things.reduce<UnixSeconds | undefined>(
    (first, { expiry }) => (expiry === undefined || (first !== undefined && first <= expiry) ? first : expiry),
    undefined,
  )
}
