import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import { reconcileCertificate, reconcileHostname, reconcileStore, reconcileSwitch } from './reconcile.ts'
import {
  type CertificateUse,
  keyOf,
  type WatchedCertificate,
  type WatchedDiscovery,
  type WatchedHostname,
  type WatchedStore,
  type WatchedZone,
  type ZoneSwitch,
} from './snapshot.ts'
import { watchZone } from './zone.ts'
import type { ZonePlan } from './zone-plan.ts'

export type SavedCertificate = Pick<WatchedCertificate, 'known' | 'check'> & {
  /** Undefined if that was not known. */
  readonly use?: Pick<CertificateUse, 'inUse' | 'since'> | undefined
}
export type SavedHostname = Pick<WatchedHostname, 'association' | 'reading'>
export type SavedStore = Pick<WatchedStore, 'listed' | 'reading' | 'emptyListings'>
export type SavedDiscovery = Pick<WatchedDiscovery, 'listed' | 'reading'>

export interface SavedZone {
  readonly hostnames: ReadonlyMap<string, SavedHostname>
  readonly stores: ReadonlyMap<CertificateKind, SavedStore>
  readonly zoneSwitch: Pick<ZoneSwitch, 'enabled' | 'reading'>
}

/** What survives a restart: everything that was found, without the configuration that led to it. */
export interface SavedReadings {
  /** By the key of a certificate. */
  readonly certificates: ReadonlyMap<string, SavedCertificate>
  /** By zone id. A zone of which only certificates were read is not in it. */
  readonly zones: ReadonlyMap<string, SavedZone>
  /** By the name of the credential. */
  readonly discoveries: ReadonlyMap<string, SavedDiscovery>
}

/** A zone with everything that is remembered of it, and everything that has already been found. */
export function restoreZone(
  plan: ZonePlan,
  zone: WatchedZone | undefined,
  remembered: SavedReadings,
  now: UnixSeconds,
): WatchedZone {
  const planned = watchZone(plan, zone, now)
  const known = remembered.zones.get(plan.zoneId)
  const withSwitch = watchZone(
    plan,
    { ...withHostnames(planned, known), zoneSwitch: reconcileSwitch(planned.zoneSwitch, known?.zoneSwitch) },
    now,
  )
  const withStores = watchZone(plan, withListings(withSwitch, known), now)
  const certificates = [...withStores.certificates].map(([key, certificate]) => {
    return [key, reconcileCertificate(certificate, remembered.certificates.get(keyOf(certificate.entry)))] as const
  })
  return watchZone(plan, { ...withStores, certificates: new Map(certificates) }, now)
}

function withHostnames(zone: WatchedZone, known: SavedZone | undefined): WatchedZone {
  const hostnames = [...zone.hostnames].map(([name, hostname]) => {
    return [name, reconcileHostname(hostname, known?.hostnames.get(name))] as const
  })
  return { ...zone, hostnames: new Map(hostnames) }
}

function withListings(zone: WatchedZone, known: SavedZone | undefined): WatchedZone {
  const stores = [...zone.stores].map(
    ([kind, store]) => [kind, reconcileStore(store, known?.stores.get(kind))] as const,
  )
  return { ...zone, stores: new Map(stores) }
}
