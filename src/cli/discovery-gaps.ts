import { type CheckFailure, failureSentenceAtFirst } from '../inventory/check-failure.ts'
import { counted } from '../inventory/counted.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { certificateKinds, kinds } from '../kinds/kinds.ts'
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

/** The kinds that the plan of some places does not include, a line each: nothing can stand there. */
export function outsideThePlan({ places }: Snapshot): readonly string[] {
  return certificateKinds.flatMap((kind) => {
    const names = [...places.values()].flatMap(({ name, stores }) => (stores.get(kind)?.isNotEntitled ? [name] : []))
    if (names.length === 0) return []
    const { plan, scope } = kinds[kind]
    const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
    const needs = plan === undefined ? '' : `; it needs ${plan}`
    return [
      `${kind}: not in the plan of ${counted(names.length, scope)}: ${names.slice(0, 3).join(', ')}${more}${needs}`,
    ]
  })
}

function line(what: string, failure: CheckFailure): string {
  return `${what}: could not be read: ${failureSentenceAtFirst(failure)}: ${failure.detail}`
}
