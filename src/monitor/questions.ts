import type { CertificateEntry, Seconds, UnixSeconds } from '../certificate/model.ts'
import type { HostnameEntry, StoreEntry } from '../certificate/watch-list.ts'
import { isOutstanding } from '../inventory/merge.ts'
import type { WatchedStore, WatchedZone } from '../inventory/snapshot.ts'
import { switchCredentials } from '../inventory/zone-switch.ts'

/** What a cycle asks for. `all`: everything that is watched. `outstanding`: what failed last time or was never asked for. */
export type CycleScope = 'all' | 'outstanding'

/** The questions of one visit to a zone with one credential. */
export interface ZoneQuestions {
  readonly zoneId: string
  readonly credentials: string
  readonly hostnames: readonly HostnameEntry[]
  readonly stores: readonly StoreEntry[]
  readonly zoneSwitch: boolean
  readonly certificates: readonly CertificateEntry[]
}

/** The questions to ask about a zone, or undefined if there are none. */
export function questionsAbout(
  zone: WatchedZone,
  credentials: string,
  scope: CycleScope,
  now: UnixSeconds,
): ZoneQuestions | undefined {
  const isWanted = (reading: Parameters<typeof isOutstanding>[0]) => scope === 'all' || isOutstanding(reading)
  const own = <T extends { readonly entry: { readonly credentials: string } }>(watched: ReadonlyMap<string, T>) =>
    [...watched.values()].filter(({ entry }) => entry.credentials === credentials)
  const questions: ZoneQuestions = {
    zoneId: zone.zoneId,
    credentials,
    hostnames: own(zone.hostnames).flatMap(({ entry, reading }) => (isWanted(reading) ? [entry] : [])),
    stores: own(zone.stores).flatMap((store) => (isWanted(store.reading) && isDue(store, now) ? [store.entry] : [])),
    zoneSwitch: switchCredentials(zone) === credentials && isWanted(zone.zoneSwitch.reading),
    certificates: own(zone.certificates).flatMap(({ entry, check }) => (isWanted(check) ? [entry] : [])),
  }
  const { hostnames, stores, zoneSwitch, certificates } = questions
  return hostnames.length + stores.length + certificates.length > 0 || zoneSwitch ? questions : undefined
}

const emptyListingsThatProve = 2
const emptyStoreEvery: Seconds = 6 * 3600

/** Whether a store is to be listed. Most stores are empty and stay empty, so a store that was empty twice in a row is listed less often. */
export function isDue({ emptyListings, reading }: WatchedStore, now: UnixSeconds): boolean {
  const { lastSuccess, failure } = reading
  if (emptyListings < emptyListingsThatProve || failure || lastSuccess === undefined) return true
  return now < lastSuccess || now - lastSuccess >= emptyStoreEvery
}
