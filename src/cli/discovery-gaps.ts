import { type CheckFailure, failureSentenceAtFirst } from '../inventory/check-failure.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { unreadIn } from '../report/unreadable.ts'

/** Listings that failed, a line each: what was found without them is not everything. */
export function unreadListings(snapshot: Snapshot): readonly string[] {
  return unreadIn(snapshot).flatMap(({ kind, what, zone, failure }) => {
    if (kind === 'zones') return [line(what, failure)]
    return kind === 'store' ? [line(`${zone}: ${what}`, failure)] : []
  })
}

/** Certificates that were found and could not be checked, a line each. */
export function uncheckedCertificates({ places }: Snapshot): readonly string[] {
  return [...places.values()].flatMap(({ name, certificates }) =>
    [...certificates.values()].flatMap(({ entry, check: { failure } }) =>
      failure ? [line(`${name}: ${entry.name}`, failure)] : [],
    ),
  )
}

function line(what: string, failure: CheckFailure): string {
  return `${what}: could not be read: ${failureSentenceAtFirst(failure)}: ${failure.detail}`
}
