import { zonesOf } from '../inventory/places.ts'
import { isAskedWith } from '../inventory/read-histories.ts'
import type { Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import { type CertificateKind, kindsReadByDefault } from '../kinds/kinds.ts'

/** A place in which a credential is tried, and the kinds that are listed there. */
export interface TriedPlace {
  readonly place: WatchedPlace
  readonly kinds: readonly CertificateKind[]
  /** Whether what a zone has besides its lists is tried as well. */
  readonly isWhole: boolean
}

export interface TriedPlaces {
  readonly tried: readonly TriedPlace[]
  readonly triedZones: number
  /** The number of zones that are watched with the credential. */
  readonly zones: number
}

/**
 * Where to try a credential: in one zone, in one more for each kind that is not watched there, and in every account, because the
 * permissions of accounts differ.
 */
export function triedPlacesOf(snapshot: Snapshot, credentials: string): TriedPlaces {
  const places = [...snapshot.places.values()].filter((place) => isAskedWith(place, credentials))
  const zones = zonesOf(snapshot).filter((zone) => isAskedWith(zone, credentials))
  const seen = new Set<CertificateKind>()
  const inZones = zones.flatMap((place, index): readonly TriedPlace[] => {
    const isWhole = index === 0
    const wanted = new Set([...(isWhole ? kindsReadByDefault : []), ...kindsIn(place)])
    const kinds = [...wanted].filter((kind) => !seen.has(kind))
    for (const kind of kinds) seen.add(kind)
    return kinds.length > 0 ? [{ place, kinds, isWhole }] : []
  })
  const inAccounts = places.flatMap((place): readonly TriedPlace[] =>
    place.scope === 'account' ? [{ place, kinds: kindsIn(place), isWhole: false }] : [],
  )
  return { tried: [...inZones, ...inAccounts], triedZones: inZones.length, zones: zones.length }
}

/** The kinds that are listed, and those of single certificates. */
function kindsIn({ stores, certificates }: WatchedPlace): readonly CertificateKind[] {
  return [...new Set([...stores.keys(), ...[...certificates.values()].map(({ entry }) => entry.kind)])]
}
