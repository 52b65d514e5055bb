import { notBelieved, type ReadOutcome } from './listing-outcome.ts'

/** How many things that a listing no longer has are asked for by their ids, in one visit to a zone or one reading of the zones. */
export const mostConfirmations = 20

/** A listing that looks good and lacks what was known. */
export interface Doubt {
  /** `foreign`: nothing that was known stands in it, so it may be the listing of something else. */
  readonly suspicion: 'shrunk' | 'foreign'
  /** The ids of what was known and does not stand in it. */
  readonly missing: readonly string[]
}

/** What the answers to questions by id said of what a listing lacks. What was not asked for is in neither. */
export interface Confirmed<T> {
  /** The ids of what is gone. */
  readonly gone: ReadonlySet<string>
  /** What stands there all the same. */
  readonly found: readonly T[]
}

export const nothingConfirmed: Confirmed<never> = { gone: new Set(), found: [] }

/**
 * Whether a listing that came is to be doubted.
 * @param ids what stands in it, what it calls deleted too
 * @param known the ids that stood in it before
 */
export function doubtOf(ids: ReadonlySet<string>, known: readonly string[]): Doubt | undefined {
  const missing = known.filter((id) => !ids.has(id))
  if (missing.length === 0) return undefined
  return { suspicion: missing.length === known.length ? 'foreign' : 'shrunk', missing }
}

/**
 * What a listing is worth once some of what it lacks was asked for by id. It is believed where all of that is gone. Else what is
 * gone is dropped and the rest is kept; what is new is taken from a listing that shrank, and from a foreign one nothing is.
 */
export function outcomeOfDoubt<T>(
  members: readonly T[],
  doubt: Doubt | undefined,
  { gone, found }: Confirmed<T>,
): ReadOutcome<readonly T[]> {
  const left = doubt?.missing.filter((id) => !gone.has(id)) ?? []
  if (!doubt || left.length === 0) return { ok: true, value: members }
  const partial = doubt.suspicion === 'foreign' ? found : [...members, ...found]
  return { ...notBelieved(doubt.suspicion, `: ${left.length} of ${doubt.missing.length} missing`, partial), gone }
}
