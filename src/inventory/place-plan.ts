import { isDeepStrictEqual } from 'node:util'
import type { CertificateEntry } from '../certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry, WatchList } from '../certificate/watch-list.ts'
import { passesFilter } from './discovery-filter.ts'
import { placeKeyOf, placeOf } from './places.ts'
import type { DiscoveredZone, PlaceIdentity, WatchedDiscovery } from './snapshot.ts'
import { allTrustSources } from './trust-sources.ts'

/** What the configuration and its discoveries want to watch in one place, whatever its scope. */
interface StoresPlan extends PlaceIdentity {
  /** A name for people, or the id if nothing names the place. */
  readonly name: string
  readonly certificates: readonly CertificateEntry[]
  /** At most one for each kind. */
  readonly stores: readonly StoreEntry[]
}

export interface ZonePlan extends StoresPlan {
  readonly scope: 'zone'
  readonly hostnames: readonly HostnameEntry[]
  /** True if `hostnames` contains every hostname of the zone that has an association. */
  readonly allHostnamesListed: boolean
}

export interface AccountPlan extends StoresPlan {
  readonly scope: 'account'
}

export type PlacePlan = ZonePlan | AccountPlan

/** By the key of a place. */
export type Plans = ReadonlyMap<string, PlacePlan>

interface Discovered extends DiscoveredZone {
  readonly entry: DiscoveryEntry
}

/**
 * Plans what to watch in each place.
 * @param before the earlier plans; equal ones are reused
 */
export function plansOf(
  watchList: WatchList,
  discoveries: ReadonlyMap<string, WatchedDiscovery>,
  before: Plans = new Map(),
): Plans {
  const wanted = {
    certificates: Map.groupBy(watchList.certificates, placeKey),
    stores: Map.groupBy(watchList.stores, placeKey),
    hostnames: Map.groupBy(watchList.hostnames, ({ zoneId }) => zoneKey(zoneId)),
    discovered: discoveredZones(watchList, discoveries),
  }
  const places = placesOf(watchList, wanted.discovered)
  const plans = [...places]
    .filter(([, { scopeId }]) => watchList.owns(scopeId))
    .map(([key, place]): readonly [string, PlacePlan] => {
      const certificates = wanted.certificates.get(key) ?? []
      const stores = wanted.stores.get(key) ?? []
      const plan =
        place.scope === 'account'
          ? planOfAccount(place.scopeId, certificates, stores)
          : planOfZone(place.scopeId, {
              certificates,
              stores,
              hostnames: wanted.hostnames.get(key) ?? [],
              discovered: wanted.discovered.get(key),
              allHostnamesListed: watchList.zonesWithAllHostnames.has(place.scopeId),
            })
      const same = before.get(key)
      return [key, same && isDeepStrictEqual(same, plan) ? same : plan]
    })
  return new Map(plans)
}

/** Every place that something leads to, by key. */
function placesOf(
  { certificates, hostnames, stores }: WatchList,
  discovered: ReadonlyMap<string, Discovered>,
): ReadonlyMap<string, PlaceIdentity> {
  const inZone = ({ zoneId }: { readonly zoneId: string }) => zonePlace(zoneId)
  const places = [
    ...certificates.map(placeOf),
    ...hostnames.map(inZone),
    ...stores.map(placeOf),
    ...[...discovered.values()].map(inZone),
  ]
  return new Map(places.map((place) => [placeKeyOf(place), place]))
}

function placeKey(entry: Pick<StoreEntry, 'kind' | 'scopeId'>): string {
  return placeKeyOf(placeOf(entry))
}

function zonePlace(zoneId: string): PlaceIdentity {
  return { scope: 'zone', scopeId: zoneId }
}

function zoneKey(zoneId: string): string {
  return placeKeyOf(zonePlace(zoneId))
}

type Wanted = Pick<ZonePlan, 'certificates' | 'hostnames' | 'stores' | 'allHostnamesListed'> & {
  readonly discovered: Discovered | undefined
}

function planOfZone(scopeId: string, { discovered, ...wanted }: Wanted): ZonePlan {
  const { certificates, hostnames, stores } = wanted
  const name = nameOfStores(stores) ?? discovered?.zone ?? nameOfCertificates(certificates)
  return {
    scope: 'zone',
    scopeId,
    ...wanted,
    name: name ?? hostnames.find(({ zone }) => zone !== undefined)?.zone ?? scopeId,
    stores: discovered ? storesIn(discovered, stores) : stores,
  }
}

function planOfAccount(
  scopeId: string,
  certificates: readonly CertificateEntry[],
  stores: readonly StoreEntry[],
): AccountPlan {
  const name = nameOfStores(stores) ?? nameOfCertificates(certificates) ?? scopeId
  return { scope: 'account', scopeId, name, certificates, stores }
}

function nameOfStores(stores: readonly StoreEntry[]): string | undefined {
  return stores.find(({ placeName }) => placeName !== undefined)?.placeName
}

function nameOfCertificates(certificates: readonly CertificateEntry[]): string | undefined {
  return certificates.find(({ placeName, scopeId }) => placeName !== scopeId)?.placeName
}

function storesIn(discovered: Discovered, configured: readonly StoreEntry[]): readonly StoreEntry[] {
  const stores = [...configured.map(alsoTrustedAs(discovered)), ...discoveredStores(discovered, configured)]
  const { withoutQuota = [] } = discovered
  return stores.map((store) => (withoutQuota.includes(store.kind) ? { ...store, isWithoutQuota: true } : store))
}

/** An entry of `zones` says how a zone is watched, but the CA file of the discovery that finds it counts, too. */
function alsoTrustedAs({ entry }: Discovered): (store: StoreEntry) => StoreEntry {
  return (store) => {
    const trustedBy = allTrustSources([store.trustedBy, entry.trustedBy])
    return trustedBy ? { ...store, trustedBy } : store
  }
}

/** What an entry of `zones` excludes stays excluded if a discovery finds it. */
function discoveredStores(
  { zoneId, zone, entry }: Discovered,
  configured: readonly StoreEntry[],
): readonly StoreEntry[] {
  const { credentials, labels, staleAfter, trustedBy } = entry
  const exclude = new Set(configured.flatMap((store) => [...store.exclude]))
  const kinds = entry.kinds.filter((kind) => !configured.some((store) => store.kind === kind))
  return kinds.map((kind) => ({
    scopeId: zoneId,
    placeName: zone,
    kind,
    credentials,
    labels,
    thresholds: entry.thresholdsByKind?.get(kind) ?? entry.thresholds,
    staleAfter,
    exclude,
    watches: 'all',
    ...(trustedBy && { trustedBy }),
  }))
}

/** By the key of the place. */
function discoveredZones(
  { discoveries: entries }: WatchList,
  discoveries: ReadonlyMap<string, WatchedDiscovery>,
): ReadonlyMap<string, Discovered> {
  const found = new Map<string, Discovered>()
  for (const entry of entries) {
    for (const zone of discoveries.get(entry.credentials)?.listed ?? []) {
      // If several credentials see a zone, the first one reads it.
      const key = zoneKey(zone.zoneId)
      if (!found.has(key) && passesFilter(zone, entry)) found.set(key, { ...zone, entry })
    }
  }
  return found
}
