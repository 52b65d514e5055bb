import { type CheckFailureReason, failureSentence } from '../inventory/check-failure.ts'
import type { ReadHistory, Snapshot } from '../inventory/snapshot.ts'
import type { Scope } from '../kinds/kind.ts'

/** A zone, an account, all zones of a credential, or a CA file, that was never read: certificates that nobody watches may be in it. */
export interface NeverListed {
  readonly what: Scope | 'credential' | 'bundle'
  /** The name for people. */
  readonly name: string
  /** Why; undefined where it was not asked for yet. */
  readonly reason: CheckFailureReason | undefined
  readonly meaning: string | undefined
}

/** Everything that was never listed. While there is any, every total is a lower bound. */
export function neverListedIn({ places, discoveries, bundles }: Snapshot): readonly NeverListed[] {
  const ofPlaces = [...places.values()].flatMap(({ scope, name, stores }): NeverListed[] => {
    const unlisted = [...stores.values()].filter(({ listed }) => listed === undefined)
    const [worst] = unlisted.sort(
      (a, b) => Number(b.reading.failure !== undefined) - Number(a.reading.failure !== undefined),
    )
    return worst ? [{ what: scope, name, ...reasonOf(worst.reading) }] : []
  })
  const ofCredentials = [...discoveries].flatMap(([name, { listed, reading }]): NeverListed[] =>
    listed === undefined ? [{ what: 'credential', name, ...reasonOf(reading) }] : [],
  )
  const ofBundles = [...bundles.values()].flatMap(({ name, certificates, reading }): NeverListed[] =>
    certificates.size === 0 ? [{ what: 'bundle', name, ...reasonOf(reading) }] : [],
  )
  return [...ofCredentials, ...ofPlaces, ...ofBundles]
}

function reasonOf({ failure }: ReadHistory): Pick<NeverListed, 'reason' | 'meaning'> {
  return { reason: failure?.reason, meaning: failure && failureSentence(failure) }
}
