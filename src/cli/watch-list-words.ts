import type { StoreEntry, WatchList } from '../certificate/watch-list.ts'
import type { Config } from '../config/model.ts'
import { shardOf } from '../config/sharding.ts'
import { counted } from '../inventory/counted.ts'
import { placeKeyOf, placeOf } from '../inventory/places.ts'
import type { PlaceIdentity } from '../inventory/snapshot.ts'
import { type Scope, scopes } from '../kinds/kind.ts'

/** What a configuration watches, in one line: `3 certificates, all certificates of 1 zone and 1 account in 2 zones and 1 account`. */
export function describeWatchList(watch: WatchList): string {
  const { certificates, hostnames, stores, discoveries, bundles } = watch
  const parts = [
    certificates.length > 0 && counted(certificates.length, 'certificate'),
    hostnames.length > 0 && counted(hostnames.length, 'hostname'),
    stores.length > 0 && `all certificates of ${countedPlaces(placesOfStores(stores))}`,
  ]
  const listed = parts.filter((part) => part !== false).join(', ')
  const named = listed && `${listed} in ${countedPlaces(placesIn(watch))}`
  const found = discoveries.map(({ credentials }) => `every zone that ${credentials} can see`)
  const files = bundles.length > 0 && `all certificates of ${counted(bundles.length, 'CA file')}`
  return [named, ...found, files].filter(Boolean).join(', ')
}

/** The share of this instance. What discoveries find is divided in the same way. */
export function describeShard({ shard, watch }: Pick<Config, 'shard' | 'watch'>): string {
  const { index, total } = shard
  if (total === 1) return ''
  const isOwn = (placeId: string) => shardOf(placeId, total) === index
  const places = placesIn(watch)
  const own = places.filter(({ scopeId }) => isOwn(scopeId)).length
  const certificates = watch.certificates.filter(({ scopeId }) => isOwn(scopeId)).length
  const hostnames = watch.hostnames.filter(({ zoneId }) => isOwn(zoneId)).length
  const entries = `${counted(certificates, 'certificate')} and ${counted(hostnames, 'hostname')}`
  const bundles = watch.bundles.filter(({ name }) => isOwn(name)).length
  const files = watch.bundles.length > 0 ? `, and ${bundles} of ${counted(watch.bundles.length, 'CA file')}` : ''
  const found = watch.discoveries.length > 0 ? ', and its part of the zones that are found' : ''
  return `  shard ${index} of ${total} (the first is 0): ${entries}, in ${own} of the ${countedPlaces(places)} above${files}${found}\n`
}

function placesIn({ certificates, hostnames, stores }: WatchList): readonly PlaceIdentity[] {
  const ofHostnames = hostnames.map(({ zoneId }): PlaceIdentity => ({ scope: 'zone', scopeId: zoneId }))
  return onceEach([...certificates.map(placeOf), ...stores.map(placeOf), ...ofHostnames])
}

function placesOfStores(stores: readonly StoreEntry[]): readonly PlaceIdentity[] {
  return onceEach(stores.map(placeOf))
}

function onceEach(places: readonly PlaceIdentity[]): readonly PlaceIdentity[] {
  return [...new Map(places.map((place) => [placeKeyOf(place), place])).values()]
}

/** Zones are counted even where there are none, unless there are accounts. */
function countedPlaces(places: readonly PlaceIdentity[]): string {
  const number = (wanted: Scope) => places.filter(({ scope }) => scope === wanted).length
  const found = scopes.filter((scope) => number(scope) > 0)
  return (found.length > 0 ? found : scopes.slice(0, 1)).map((scope) => counted(number(scope), scope)).join(' and ')
}
