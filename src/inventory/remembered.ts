import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import type { ZonePlan } from './plan.ts'
import { reconcileCertificate, reconcileHostname, reconcileStore, reconcileSwitch } from './reconcile.ts'
import {
  keyOf,
  type WatchedCertificate,
  type WatchedDiscovery,
  type WatchedHostname,
  type WatchedStore,
  type WatchedZone,
  type ZoneSwitch,
} from './snapshot.ts'
import { watchZone } from './zone.ts'

export type RememberedCertificate = Pick<WatchedCertificate, 'known' | 'check'>
export type RememberedHostname = Pick<WatchedHostname, 'association' | 'reading'>
export type RememberedStore = Pick<WatchedStore, 'listed' | 'reading' | 'emptyListings'>
export type RememberedDiscovery = Pick<WatchedDiscovery, 'listed' | 'reading'>

export interface RememberedZone {
  readonly hostnames: ReadonlyMap<string, RememberedHostname>
  readonly stores: ReadonlyMap<CertificateKind, RememberedStore>
  readonly zoneSwitch: Pick<ZoneSwitch, 'enabled' | 'reading'>
}

/** What outlives a process: all that was found out, without the configuration that led to it. */
export interface Remembered {
  /** By the key of a certificate. */
  readonly certificates: ReadonlyMap<string, RememberedCertificate>
  /** By zone id; a zone of which nothing but certificates was read is not in it. */
  readonly zones: ReadonlyMap<string, RememberedZone>
  /** By the name of the credential. */
  readonly discoveries: ReadonlyMap<string, RememberedDiscovery>
}

/** A zone with all that is remembered of what its plan wants, and with all that has been found of it already. */
export function recall(
  plan: ZonePlan,
  zone: WatchedZone | undefined,
  remembered: Remembered,
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

function withHostnames(zone: WatchedZone, known: RememberedZone | undefined): WatchedZone {
  const hostnames = [...zone.hostnames].map(([name, hostname]) => {
    return [name, reconcileHostname(hostname, known?.hostnames.get(name))] as const
  })
  return { ...zone, hostnames: new Map(hostnames) }
}

function withListings(zone: WatchedZone, known: RememberedZone | undefined): WatchedZone {
  const stores = [...zone.stores].map(
    ([kind, store]) => [kind, reconcileStore(store, known?.stores.get(kind))] as const,
  )
  return { ...zone, stores: new Map(stores) }
}
