import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'
import type { ReadHistory, Snapshot } from '../inventory/snapshot.ts'

/** A zone, or all zones of a credential, of which no list was ever read: certificates that nobody watches may be in it. */
export interface NeverListed {
  readonly what: 'zone' | 'credential'
  /** The zone's name for people, or the credential's. */
  readonly name: string
  /** Why; undefined where it was not asked for yet. */
  readonly reason: CheckFailureReason | undefined
  readonly meaning: string | undefined
}

/** Everything that was never listed. While there is any, every total is a lower bound. */
export function neverListedIn({ zones, discoveries }: Snapshot): readonly NeverListed[] {
  const ofZones = [...zones.values()].flatMap(({ zone, stores }): NeverListed[] => {
    const unlisted = [...stores.values()].filter(({ listed }) => listed === undefined)
    const [worst] = unlisted.sort(
      (a, b) => Number(b.reading.failure !== undefined) - Number(a.reading.failure !== undefined),
    )
    return worst ? [{ what: 'zone', name: zone, ...reasonOf(worst.reading) }] : []
  })
  const ofCredentials = [...discoveries].flatMap(([name, { listed, reading }]): NeverListed[] =>
    listed === undefined ? [{ what: 'credential', name, ...reasonOf(reading) }] : [],
  )
  return [...ofCredentials, ...ofZones]
}

function reasonOf({ failure }: ReadHistory): Pick<NeverListed, 'reason' | 'meaning'> {
  return { reason: failure?.reason, meaning: failure && checkFailures[failure.reason].sentence }
}
