import { nameOfHosts } from '../certificate/hosts-name.ts'
import type { CertificateEntry, CertificateIdentity } from '../certificate/model.ts'
import type { HostnameEntry } from '../certificate/watch-list.ts'
import { type CertificateKind, kindPresentedFor, kinds } from '../kinds/kinds.ts'
import type { PlacePlan } from './place-plan.ts'
import { identityOf } from './places.ts'
import { keyOf, type WatchedCertificate, type WatchedHostname, type WatchedStore } from './snapshot.ts'
import { reuseIfEqual, reuseIfSameFields } from './structural-sharing.ts'
import { allTrustSources } from './trust-sources.ts'
import { type HostnameEntries, watchTermsOf } from './watch-terms.ts'

/** The readings that decide which certificates of a place are watched. */
export interface PlaceReadings {
  readonly stores: ReadonlyMap<CertificateKind, WatchedStore>
  /** Each with the certificate that it presents. An account has none. */
  readonly hostnames: ReadonlyMap<string, WatchedHostname>
  /** The certificates that were watched before, by key. */
  readonly certificates: ReadonlyMap<string, WatchedCertificate>
}

/**
 * The watched certificates of a place, by key: those that the configuration names, those in the last good listings, and those that
 * watched hostnames present. If several of these lead to a certificate, the first one decides how it is watched.
 */
export function entriesOf(plan: PlacePlan, readings: PlaceReadings): ReadonlyMap<string, CertificateEntry> {
  const entries = new Map<string, CertificateEntry>()
  const add = (entry: CertificateEntry) => {
    const key = keyOf(entry)
    const known = entries.get(key)
    entries.set(key, known ? trustedByBoth(known, entry) : entry)
  }
  /** It is in its store, also while that was listed too long ago to have it. */
  const addFromStore = (key: string) => {
    const { kind, certificateId } = identityOf(key)
    const store = readings.stores.get(kind)
    if (store && isWatchedIn(store, certificateId)) add(listedEntry(plan, store, certificateId, readings))
  }
  for (const entry of plan.certificates)
    add(entry.placeName === entry.scopeId && entry.placeName !== plan.name ? { ...entry, placeName: plan.name } : entry)
  for (const store of readings.stores.values()) {
    for (const certificateId of watchedIds(store)) add(listedEntry(plan, store, certificateId, readings))
  }
  for (const [key, hostnames] of hostnamesByKey(plan, readings)) {
    if (!entries.has(key)) addFromStore(key)
    add(followedEntry(plan, key, hostnames, readings))
  }
  return new Map(
    [...entries].map(([key, entry]) => {
      const before = readings.certificates.get(key)?.entry
      return [key, reuseIfEqual(before, reuseIfSameFields(before, entry))]
    }),
  )
}

/** Whatever leads to a certificate, its origins have to accept it. */
function trustedByBoth(entry: CertificateEntry, other: CertificateEntry): CertificateEntry {
  const trustedBy = allTrustSources([entry.trustedBy, other.trustedBy])
  return trustedBy ? { ...entry, trustedBy } : entry
}

function watchedIds(store: WatchedStore): readonly string[] {
  const { entry, listed = [], vanished = [] } = store
  if (entry.watches === 'presented') return []
  const ids = new Set([...listed.map(({ certificateId }) => certificateId), ...vanished])
  return [...ids].filter((id) => isWatchedIn(store, id))
}

/** Whether a certificate of the store is watched because the store is. */
function isWatchedIn({ entry }: WatchedStore, certificateId: string): boolean {
  return entry.watches !== 'presented' && !entry.exclude.has(certificateId)
}

function listedEntry(
  { scopeId, name: placeName }: PlacePlan,
  { entry }: WatchedStore,
  certificateId: string,
  readings: PlaceReadings,
): CertificateEntry {
  const { kind, credentials, labels, thresholds, staleAfter, trustedBy } = entry
  const identity = { kind, scopeId, certificateId }
  const terms = { credentials, labels, thresholds, staleAfter, ...(trustedBy && { trustedBy }) }
  return { ...identity, name: nameOf(identity, readings), placeName, ...terms }
}

/**
 * The hostnames that lead to each certificate: by their association, enabled or not, by the previous association until the new one
 * is active, or by falling back to the zone's store.
 */
function hostnamesByKey(plan: PlacePlan, { hostnames }: PlaceReadings): ReadonlyMap<string, readonly HostnameEntry[]> {
  const followed = [...hostnames.values()].flatMap(({ entry, association, presents }) => {
    const { state, certificateId, replaces } = association ?? {}
    const own = [state === 'disabled' ? certificateId : undefined, replaces].filter((id) => id !== undefined)
    const keys = own.map((id) => keyOf({ kind: kindPresentedFor.hostnames, scopeId: plan.scopeId, certificateId: id }))
    return [...keys, ...(presents === undefined ? [] : [presents])].map((key) => ({ key, entry }))
  })
  const grouped = Map.groupBy(followed, ({ key }) => key)
  return new Map([...grouped].map(([key, group]) => [key, group.map(({ entry }) => entry)]))
}

function followedEntry(
  { name: placeName }: PlacePlan,
  key: string,
  [first, ...others]: readonly HostnameEntry[],
  readings: PlaceReadings,
): CertificateEntry {
  if (!first) throw new Error(`no hostname leads to ${key}`)
  const entries: HostnameEntries = [first, ...others]
  const identity = identityOf(key)
  const facts = readings.certificates.get(key)?.known?.facts
  return { ...identity, name: nameOf(identity, readings), placeName, ...watchTermsOf(entries, facts) }
}

/** What a certificate is called: the name that people gave it, one made of its hosts, its subject's common name, or its id. */
function nameOf(identity: CertificateIdentity, { certificates }: PlaceReadings): string {
  const before = certificates.get(keyOf(identity))
  const { facts, record } = before?.known ?? {}
  const ofHosts =
    record && kinds[identity.kind].use === 'covered_hosts'
      ? nameOfHosts(record.hosts ?? [], record.signature)
      : undefined
  return record?.name ?? ofHosts ?? facts?.commonName ?? before?.entry.name ?? identity.certificateId
}
