import type { UnixSeconds } from '../certificate/model.ts'
import type { CheckFailure } from './check-failure.ts'
import { neverRead } from './merge.ts'
import type { ListedCertificate, ReadHistory } from './snapshot.ts'

/** Why a listing that came is not believed, each with its sentence for people. */
export const listingSuspicions = {
  empty: 'it is empty, although more is known',
  incomplete: 'it has fewer entries than it counts',
  unreadable: 'it has entries that cannot be read',
  shifted: 'it changed while its pages were read',
} as const

export type ListingSuspicion = keyof typeof listingSuspicions

/** How asking for something ended. */
export type ReadOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly failure: CheckFailure
      readonly suspicion?: ListingSuspicion
      /** What could be read of a listing that is not believed. */
      readonly partial?: T
    }

/** What was not believed is a failure like any other: what was known before stays. */
export function notBelieved<T = never>(suspicion: ListingSuspicion, more = '', partial?: T): ReadOutcome<T> {
  const detail = `the listing is not believed: ${listingSuspicions[suspicion]}${more}`
  return {
    ok: false,
    failure: { reason: 'bad_response', detail },
    suspicion,
    ...(partial !== undefined && { partial }),
  }
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
