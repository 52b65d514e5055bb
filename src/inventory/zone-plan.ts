import { isDeepStrictEqual } from 'node:util'
import type { CertificateEntry } from '../certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry, WatchList } from '../certificate/watch-list.ts'
import { passesFilter } from './discovery-filter.ts'
import type { DiscoveredZone, WatchedDiscovery } from './snapshot.ts'

/** What the configuration and its discoveries want to watch in one zone. */
export interface ZonePlan {
  readonly zoneId: string
  /** A name for people, or the zone id if nothing names the zone. */
  readonly zone: string
  readonly certificates: readonly CertificateEntry[]
  readonly hostnames: readonly HostnameEntry[]
  /** At most one for each kind. */
  readonly stores: readonly StoreEntry[]
  /** True if `hostnames` contains every hostname of the zone that has an association. */
  readonly allHostnamesListed: boolean
}

export type Plans = ReadonlyMap<string, ZonePlan>

interface Discovered extends DiscoveredZone {
  readonly entry: DiscoveryEntry
}

/**
 * Plans what to watch in each zone.
 * @param before the earlier plans; equal ones are reused
 */
export function plansOf(
  watchList: WatchList,
  discoveries: ReadonlyMap<string, WatchedDiscovery>,
  before: Plans = new Map(),
): Plans {
  const certificates = byZone(watchList.certificates)
  const hostnames = byZone(watchList.hostnames)
  const stores = byZone(watchList.stores)
  const discovered = discoveredZones(watchList, discoveries)
  const zoneIds = new Set([certificates, hostnames, stores, discovered].flatMap((zones) => [...zones.keys()]))
  const plans = [...zoneIds]
    .filter((zoneId) => watchList.ownsZone(zoneId))
    .map((zoneId): readonly [string, ZonePlan] => {
      const plan = planOf(zoneId, {
        certificates: certificates.get(zoneId) ?? [],
        hostnames: hostnames.get(zoneId) ?? [],
        stores: stores.get(zoneId) ?? [],
        discovered: discovered.get(zoneId),
        allHostnamesListed: watchList.zonesWithAllHostnames.has(zoneId),
      })
      const same = before.get(zoneId)
      return [zoneId, same && isDeepStrictEqual(same, plan) ? same : plan]
    })
  return new Map(plans)
}

type Wanted = Pick<ZonePlan, 'certificates' | 'hostnames' | 'stores' | 'allHostnamesListed'> & {
  readonly discovered: Discovered | undefined
}

function planOf(zoneId: string, { discovered, ...wanted }: Wanted): ZonePlan {
  const { certificates, hostnames, stores } = wanted
  const named = certificates.map(({ zone }) => zone).find((zone) => zone !== zoneId)
  const zone = stores.find((store) => store.zone !== undefined)?.zone ?? discovered?.zone ?? named
  return {
    zoneId,
    ...wanted,
    zone: zone ?? hostnames.find((hostname) => hostname.zone !== undefined)?.zone ?? zoneId,
    stores: discovered ? [...stores, ...discoveredStores(discovered, stores)] : stores,
  }
}

/** What an entry of `zones` excludes stays excluded if a discovery finds it. */
function discoveredStores(
  { zoneId, zone, entry }: Discovered,
  configured: readonly StoreEntry[],
): readonly StoreEntry[] {
  const { credentials, labels, thresholds, staleAfter } = entry
  const exclude = new Set(configured.flatMap((store) => [...store.exclude]))
  const kinds = entry.kinds.filter((kind) => !configured.some((store) => store.kind === kind))
  return kinds.map((kind) => ({
    zoneId,
    zone,
    kind,
    credentials,
    labels,
    thresholds,
    staleAfter,
    exclude,
    watches: 'all',
  }))
}

function discoveredZones(
  { discoveries: entries }: WatchList,
  discoveries: ReadonlyMap<string, WatchedDiscovery>,
): ReadonlyMap<string, Discovered> {
  const found = new Map<string, Discovered>()
  for (const entry of entries) {
    for (const zone of discoveries.get(entry.credentials)?.listed ?? []) {
      // If several credentials see a zone, the first one reads it.
      if (!found.has(zone.zoneId) && passesFilter(zone, entry)) found.set(zone.zoneId, { ...zone, entry })
    }
  }
  return found
}

function byZone<T extends { readonly zoneId: string }>(entries: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(entries, ({ zoneId }) => zoneId)
}
