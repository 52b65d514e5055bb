import type { CertificateEntry } from '../../src/certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry, WatchList } from '../../src/certificate/watch-list.ts'
import { type CheckOutcome, neverRead } from '../../src/inventory/merge.ts'
import type { ZoneReport } from '../../src/inventory/place-report.ts'
import { placeKeyOf } from '../../src/inventory/places.ts'
import { keyOf, type Snapshot, type WatchedCertificate, type WatchedZone } from '../../src/inventory/snapshot.ts'
import { entry } from './certificates.ts'

/** What is watched where a test names nothing else. */
export function watchList(differences: Partial<WatchList> = {}): WatchList {
  return {
    certificates: [],
    hostnames: [],
    stores: [],
    discoveries: [],
    bundles: [],
    zonesWithAllHostnames: new Set(),
    owns: () => true,
    ...differences,
  }
}

function terms() {
  const { credentials, labels, thresholds, staleAfter } = entry()
  return { credentials, labels, thresholds, staleAfter }
}

export function hostnameEntry(differences: Partial<HostnameEntry> = {}): HostnameEntry {
  const { scopeId: zoneId, placeName: zone } = entry()
  return { zoneId, zone, ...terms(), hostname: 'app.example.com', ...differences }
}

export function storeEntry(differences: Partial<StoreEntry> = {}): StoreEntry {
  const { scopeId, placeName } = entry()
  return { scopeId, placeName, ...terms(), kind: 'hostname', exclude: new Set(), watches: 'all', ...differences }
}

export function discoveryEntry(differences: Partial<DiscoveryEntry> = {}): DiscoveryEntry {
  const { credentials, labels, thresholds, staleAfter } = entry()
  const kinds = ['hostname', 'zone'] as const
  return { credentials, labels, thresholds, staleAfter, kinds, include: undefined, exclude: [], ...differences }
}

/** A visit to the zone of `entry()` that found this. */
export function report(differences: Partial<ZoneReport> = {}): ZoneReport {
  return {
    scope: 'zone',
    scopeId: entry().scopeId,
    associations: new Map(),
    listings: new Map(),
    zoneSwitch: undefined,
    checks: new Map(),
    ...differences,
  }
}

export function checks(...outcomes: readonly (readonly [CertificateEntry, CheckOutcome])[]): ZoneReport['checks'] {
  return new Map(outcomes.map(([each, outcome]) => [keyOf(each), outcome]))
}

/** A snapshot of these certificates, each in its zone. */
export function snapshotOf(...certificates: readonly WatchedCertificate[]): Snapshot {
  const places = [...Map.groupBy(certificates, ({ entry }) => entry.scopeId)].map(([scopeId, ofZone]) => {
    const byKey = ofZone.map((certificate): [string, WatchedCertificate] => [keyOf(certificate.entry), certificate])
    const zone: WatchedZone = {
      scope: 'zone',
      scopeId,
      name: ofZone[0]?.entry.placeName ?? scopeId,
      certificates: new Map(byKey),
      hostnames: new Map(),
      stores: new Map(),
      zoneSwitch: { isFresh: true, labels: {}, enabled: undefined, reading: neverRead },
    }
    return [placeKeyOf(zone), zone] as const
  })
  return { places: new Map(places), discoveries: new Map(), bundles: new Map() }
}
