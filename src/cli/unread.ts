import { checkFailureSentences } from '../inventory/check-failure.ts'
import type { ReadHistory, Snapshot } from '../inventory/snapshot.ts'

/** Listings that failed, a line each: what was found without them is not everything. */
export function unreadListings({ zones, discoveries }: Snapshot): readonly string[] {
  return [
    ...[...discoveries].flatMap(([name, { reading }]) =>
      line(`the zones that ${name} can see`, reading, 'Zone > Zone > Read'),
    ),
    ...[...zones.values()].flatMap(({ zone, stores }) =>
      [...stores].flatMap(([kind, { reading }]) => line(`${zone}: its ${kind} certificates`, reading)),
    ),
  ]
}

/** Certificates that were found and could not be checked, a line each. */
export function uncheckedCertificates({ zones }: Snapshot): readonly string[] {
  return [...zones.values()].flatMap(({ zone, certificates }) =>
    [...certificates.values()].flatMap(({ entry, check }) => line(`${zone}: ${entry.name}`, check)),
  )
}

function line(
  what: string,
  { failure }: ReadHistory,
  permission = 'Zone > SSL and Certificates > Read',
): readonly string[] {
  if (!failure) return []
  const { reason, detail } = failure
  const meaning = reason === 'permission' ? `the permission ${permission} is missing` : checkFailureSentences[reason]
  return [`${what}: could not be read: ${meaning}: ${detail}`]
}
