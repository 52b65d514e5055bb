import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import type { SavedBundle } from './bundles.ts'
import { watchPlace } from './place.ts'
import type { PlacePlan } from './place-plan.ts'
import { reconcileCertificate, reconcileHostname, reconcileStore, reconcileSwitch } from './reconcile.ts'
import {
  type CertificateUse,
  keyOf,
  type WatchedCertificate,
  type WatchedDiscovery,
  type WatchedHostname,
  type WatchedPlace,
  type WatchedStore,
  type WatchedZone,
  type ZoneSwitch,
} from './snapshot.ts'

export type SavedCertificate = Pick<WatchedCertificate, 'known' | 'check'> & {
  /** Undefined if that was not known. */
  readonly use?: Pick<CertificateUse, 'inUse' | 'since'> | undefined
}
export type SavedHostname = Pick<WatchedHostname, 'association' | 'reading'>
export type SavedStore = Pick<WatchedStore, 'listed' | 'reading' | 'emptyListings' | 'vanished'>
export type SavedDiscovery = Pick<WatchedDiscovery, 'listed' | 'reading'>

export interface SavedAccount {
  readonly stores: ReadonlyMap<CertificateKind, SavedStore>
}

export interface SavedZone extends SavedAccount {
  readonly hostnames: ReadonlyMap<string, SavedHostname>
  readonly zoneSwitch: Pick<ZoneSwitch, 'enabled' | 'reading'>
}

/** What survives a restart: everything that was found, without the configuration that led to it. */
export interface SavedReadings {
  /** By the key of a certificate. */
  readonly certificates: ReadonlyMap<string, SavedCertificate>
  /** By zone id. A zone of which only certificates were read is not in it. */
  readonly zones: ReadonlyMap<string, SavedZone>
  /** By account id. An account of which only certificates were read is not in it. */
  readonly accounts: ReadonlyMap<string, SavedAccount>
  /** By the name of the credential. */
  readonly discoveries: ReadonlyMap<string, SavedDiscovery>
  /** By name. */
  readonly bundles: ReadonlyMap<string, SavedBundle>
}

/** A place with everything that is remembered of it, and everything that has already been found. */
export function restorePlace(
  plan: PlacePlan,
  place: WatchedPlace | undefined,
  remembered: SavedReadings,
  now: UnixSeconds,
): WatchedPlace {
  const planned = watchPlace(plan, place, now)
  const known =
    planned.scope === 'zone' ? remembered.zones.get(planned.scopeId) : remembered.accounts.get(planned.scopeId)
  const withSwitch =
    planned.scope === 'zone'
      ? watchPlace(plan, withZoneReadings(planned, remembered.zones.get(planned.scopeId)), now)
      : planned
  const withStores = watchPlace(plan, withListings(withSwitch, known), now)
  const certificates = [...withStores.certificates].map(([key, certificate]) => {
    return [key, reconcileCertificate(certificate, remembered.certificates.get(keyOf(certificate.entry)))] as const
  })
  return watchPlace(plan, { ...withStores, certificates: new Map(certificates) }, now)
}

function withZoneReadings(zone: WatchedZone, known: SavedZone | undefined): WatchedZone {
  const hostnames = [...zone.hostnames].map(([name, hostname]) => {
    return [name, reconcileHostname(hostname, known?.hostnames.get(name))] as const
  })
  const zoneSwitch = reconcileSwitch(zone.zoneSwitch, known?.zoneSwitch)
  return { ...zone, hostnames: new Map(hostnames), zoneSwitch }
}

function withListings(place: WatchedPlace, known: SavedAccount | undefined): WatchedPlace {
  const stores = [...place.stores].map(
    ([kind, store]) => [kind, reconcileStore(store, known?.stores.get(kind))] as const,
  )
  return { ...place, stores: new Map(stores) }
}
