import { createHash } from 'node:crypto'
import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { WatchedPlace, WatchedStore } from '../inventory/snapshot.ts'
import { isPresentedFor, kinds } from '../kinds/kinds.ts'

const hour: Seconds = 3600
/** How often an empty store is listed, and one of a zone that may have no certificate of the kind by its quota. */
const emptyStoreEvery = 6 * hour
const storeWithoutQuotaEvery = 24 * hour

/**
 * Whether a store is to be listed. Most stores are empty and stay empty, so a store that is proved empty is listed less often. A store
 * in which something vanished is not empty, because what takes its place has to be seen at once. So has the first certificate of a
 * zone's own store that is on: Cloudflare presents it at once.
 */
export function isDue(store: WatchedStore, place: WatchedPlace, now: UnixSeconds): boolean {
  const { reading, entry } = store
  const { lastSuccess, failure } = reading
  if (failure || lastSuccess === undefined || now < lastSuccess || !isProvedEmpty(store)) return true
  if (isPresentedFor(entry.kind, 'zone') && place.scope === 'zone' && place.zoneSwitch.enabled) return true
  const every = entry.isWithoutQuota ? storeWithoutQuotaEvery : emptyStoreEvery
  if (!kinds[entry.kind].spreadsEmptyStores) return now - lastSuccess >= every
  const share = shareOf(`${entry.scopeId}/${entry.kind}`)
  const turn = (at: UnixSeconds) => Math.floor(at / every - share)
  return turn(now) > turn(lastSuccess)
}

/** One empty listing can be a mistake, unless the quota of the zone says the same. */
function isProvedEmpty({ entry, listed = [], emptyListings, isNotEntitled, vanished = [] }: WatchedStore): boolean {
  // A state that was read late can bring back what had been deleted before this process listed the store.
  if (listed.length > 0 || vanished.length > 0) return false
  return isNotEntitled === true || emptyListings >= (entry.isWithoutQuota ? 1 : 2)
}

/** Spreads texts over the range from 0 to 1. */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
}
