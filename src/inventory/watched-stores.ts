import type { CertificateEntry, UnixSeconds } from '../certificate/model.ts'
import type { StoreEntry } from '../certificate/watch-list.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import type { PlaceReadings } from './entries.ts'
import { unchecked, unreadSince } from './merge.ts'
import type { CertificateUse, WatchedCertificate, WatchedPlace, WatchedStore } from './snapshot.ts'
import { reuseIfEqual, reuseIfSameEntries, reuseIfSameFields } from './structural-sharing.ts'

/** These stores, each with what was known of it before. */
export function watchStores(
  entries: readonly StoreEntry[],
  before: WatchedPlace['stores'] | undefined,
  now: UnixSeconds,
): WatchedPlace['stores'] {
  const stores = entries.map((entry): [CertificateKind, WatchedStore] => {
    const known = before?.get(entry.kind)
    const next: WatchedStore = {
      listed: undefined,
      reading: unreadSince(now),
      emptyListings: 0,
      ...known,
      entry: reuseIfEqual(known?.entry, entry),
    }
    return [entry.kind, reuseIfSameFields(known, next)]
  })
  return reuseIfSameEntries(before, new Map(stores))
}

/** Finds out how a certificate is used, out of all certificates of its place. */
export type UseOf = (
  certificate: WatchedCertificate,
  key: string,
  certificates: WatchedPlace['certificates'],
) => CertificateUse

/**
 * The watched certificates of a place, each with what was known of it before.
 * @param entries by key
 */
export function watchCertificates(
  entries: ReadonlyMap<string, CertificateEntry>,
  readings: PlaceReadings,
  useOf: UseOf,
  now: UnixSeconds,
): WatchedPlace['certificates'] {
  const watched = [...entries].map(([key, entry]): [string, WatchedCertificate] => {
    const known = readings.certificates.get(key)
    return [key, known ? (known.entry === entry ? known : { ...known, entry }) : unchecked(entry, now)]
  })
  const certificates = new Map(watched)
  const used = watched.map(([key, certificate]): [string, WatchedCertificate] => {
    const found = useOf(certificate, key, certificates)
    const use = reuseIfEqual(certificate.use, withSince(found, certificate.use, now))
    return [key, certificate.use === use ? certificate : { ...certificate, use }]
  })
  return reuseIfSameEntries(readings.certificates, new Map(used))
}

function withSince(use: CertificateUse, before: CertificateUse, now: UnixSeconds): CertificateUse {
  if (use.inUse === undefined) return use
  return { ...use, since: use.inUse === before.inUse ? (before.since ?? now) : now }
}
