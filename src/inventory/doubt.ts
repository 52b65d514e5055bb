import { notBelieved, type ReadOutcome } from './listing-outcome.ts'

/** The number of missing things that are asked for by their ids, in one visit to a zone or one reading of the zones. */
export const mostConfirmations = 20

/** The doubt about a listing that looks good and lacks known things. */
export interface Doubt {
  /** `foreign`: it contains nothing that was known, so it may be the listing of something else. */
  readonly suspicion: 'shrunk' | 'foreign'
  /** The ids of the known things that are missing from it. */
  readonly missing: readonly string[]
}

/** The results of asking by id for what a listing lacks. Things that were not asked for are in neither. */
export interface Confirmed<T> {
  /** The ids of the things that are gone. */
  readonly gone: ReadonlySet<string>
  /** The things that still exist. */
  readonly found: readonly T[]
}

export const nothingConfirmed: Confirmed<never> = { gone: new Set(), found: [] }

/**
 * Finds the doubt about a listing, or returns undefined if there is none.
 * @param ids the ids in the listing, including those that it calls deleted
 * @param known the ids that were listed before
 */
export function doubtOf(ids: ReadonlySet<string>, known: readonly string[]): Doubt | undefined {
  const missing = known.filter((id) => !ids.has(id))
  if (missing.length === 0) return undefined
  return { suspicion: missing.length === known.length ? 'foreign' : 'shrunk', missing }
}

/**
 * The outcome of a listing after some of the missing things were asked for by id. It is believed if all of them are gone. Otherwise
 * those that are gone are dropped and the others are kept. New things are taken from a listing that shrank, and never from a
 * foreign one.
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
