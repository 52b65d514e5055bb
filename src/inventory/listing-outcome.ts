import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import type { CheckFailure } from './check-failure.ts'
import { neverRead } from './merge.ts'
import type { ListedCertificate, ReadHistory } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'

/** The reasons not to believe a listing, each with its sentence for people. */
export const listingSuspicions = {
  empty: 'it is empty, although more is known',
  incomplete: 'it has fewer entries than it counts',
  unreadable: 'it has entries that cannot be read',
  shifted: 'it changed while its pages were read',
  shrunk: 'it lacks what was known, and no answer about that alone says that it is gone',
  foreign: 'nothing that was known stands in it, and not all of that is confirmed to be gone',
} as const

export type ListingSuspicion = keyof typeof listingSuspicions

/** The outcome of reading something. */
export type ReadOutcome<T> =
  | {
      readonly ok: true
      readonly value: T
      /** Cloudflare refused it because the plan does not include it, and nothing was ever known of it. */
      readonly isNotEntitled?: true
    }
  | {
      readonly ok: false
      readonly failure: CheckFailure
      readonly suspicion?: ListingSuspicion
      /** The readable part of a listing that is not believed. It is added to what was known. */
      readonly partial?: T
      /** The ids that such a listing lacks and that are confirmed to be gone. */
      readonly gone?: ReadonlySet<string>
    }

/** The outcome of a listing that is not believed. It counts as a failure, so what was known stays. */
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
 * The known members after one more listing. A listing that is not believed adds its readable part, and removes only what is
 * confirmed to be gone.
 * @returns `known` itself if nothing has changed; undefined if nothing was ever listed
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
  return { failingSince: now, ...(before ?? neverRead), lastCheck: now, failure: outcome.failure }
}

/** The members of a store without its deleted certificates. */
export function withoutDeleted(
  kind: CertificateKind,
  listed: readonly ListedCertificate[],
): readonly ListedCertificate[] {
  return listed.filter((each) => !isListedAsDeleted(kind, each))
}

/** Of a kind that Cloudflare removes by itself, one that is about to be deleted is as good as deleted. */
export function isListedAsDeleted(kind: CertificateKind, { status }: ListedCertificate): boolean {
  return status === 'deleted' || (status === 'pending_deletion' && kinds[kind].vanishing !== undefined)
}
