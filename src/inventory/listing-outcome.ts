import type { UnixSeconds } from '../certificate/model.ts'
import type { CheckFailure } from './check-failure.ts'
import { neverRead } from './merge.ts'
import type { ListedCertificate, ReadHistory } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'

/** Why a listing that came is not believed, each with its sentence for people. */
export const listingSuspicions = {
  empty: 'it is empty, although more is known',
  incomplete: 'it has fewer entries than it counts',
  unreadable: 'it has entries that cannot be read',
  shifted: 'it changed while its pages were read',
  shrunk: 'it lacks what was known, and no answer about that alone says that it is gone',
  foreign: 'nothing that was known stands in it, and not all of that is confirmed to be gone',
} as const

export type ListingSuspicion = keyof typeof listingSuspicions

/** How asking for something ended. */
export type ReadOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly failure: CheckFailure
      readonly suspicion?: ListingSuspicion
      /** What could be read of a listing that is not believed: it is added to what was known. */
      readonly partial?: T
      /** The ids of what such a listing lacks and answers about it alone confirmed to be gone. */
      readonly gone?: ReadonlySet<string>
    }

/** What was not believed is a failure like any other: what was known before stays. */
export function notBelieved<T = never>(
  suspicion: ListingSuspicion,
  more = '',
  partial?: T,
): Extract<ReadOutcome<T>, { readonly ok: false }> {
  const detail = `the listing is not believed: ${listingSuspicions[suspicion]}${more}`
  return {
    ok: false,
    failure: { reason: 'bad_response', detail },
    suspicion,
    ...(partial !== undefined && { partial }),
  }
}

/**
 * What is known to be listed after one more listing. One that is not believed adds what could be read of it, and takes away only what
 * is confirmed to be gone.
 * @returns what was known itself where nothing has changed; undefined where nothing was ever listed
 */
export function listedAfter<T>(
  known: readonly T[] | undefined,
  outcome: ReadOutcome<readonly T[]>,
  idOf: (member: T) => string,
): readonly T[] | undefined {
  if (outcome.ok) return reuseIfEqual(known, outcome.value)
  const { partial, gone } = outcome
  if (known === undefined) return partial
  const kept = known.filter((member) => !gone?.has(idOf(member)))
  const byId = new Map([...kept, ...(partial ?? [])].map((member) => [idOf(member), member]))
  return reuseIfEqual(
    known,
    [...byId.values()].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
  )
}

/** The history after one more reading. */
export function afterReading(
  before: ReadHistory | undefined,
  outcome: ReadOutcome<unknown>,
  now: UnixSeconds,
): ReadHistory {
  if (outcome.ok) return { lastCheck: now, lastSuccess: now, failure: undefined }
  return { ...(before ?? neverRead), lastCheck: now, failure: outcome.failure }
}

/** What stands in a store: tombstones do not. */
export function withoutDeleted(listed: readonly ListedCertificate[]): readonly ListedCertificate[] {
  return listed.filter(({ status }) => status !== 'deleted')
}
