import type { CertificateEntry } from '../../src/certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry, WatchList } from '../../src/certificate/watch-list.ts'
import { type CheckOutcome, neverRead } from '../../src/inventory/merge.ts'
import { keyOf, type Snapshot, type WatchedCertificate, type WatchedZone } from '../../src/inventory/snapshot.ts'
import type { ZoneReport } from '../../src/inventory/zone-report.ts'
import { entry } from './certificates.ts'

/** What is watched where a test names nothing else. */
export function watchList(differences: Partial<WatchList> = {}): WatchList {
  return {
    certificates: [],
    hostnames: [],
    stores: [],
    discoveries: [],
    zonesWithAllHostnames: new Set(),
    ownsZone: () => true,
    ...differences,
  }
}

function terms() {
  const { zoneId, zone, credentials, labels, thresholds, staleAfter } = entry()
  return { zoneId, zone, credentials, labels, thresholds, staleAfter }
}

export function hostnameEntry(differences: Partial<HostnameEntry> = {}): HostnameEntry {
  return { ...terms(), hostname: 'app.example.com', ...differences }
}

export function storeEntry(differences: Partial<StoreEntry> = {}): StoreEntry {
  return { ...terms(), kind: 'hostname', exclude: new Set(), watches: 'all', ...differences }
}

export function discoveryEntry(differences: Partial<DiscoveryEntry> = {}): DiscoveryEntry {
  const { credentials, labels, thresholds, staleAfter } = entry()
  const kinds = ['hostname', 'zone'] as const
  return { credentials, labels, thresholds, staleAfter, kinds, include: undefined, exclude: [], ...differences }
}

/** A visit to the zone of `entry()` that found this. */
export function report(differences: Partial<ZoneReport> = {}): ZoneReport {
  return {
    zoneId: entry().zoneId,
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
  const zones = [...Map.groupBy(certificates, ({ entry }) => entry.zoneId)].map(([zoneId, ofZone]) => {
    const byKey = ofZone.map((certificate): [string, WatchedCertificate] => [keyOf(certificate.entry), certificate])
    const zone: WatchedZone = {
      zoneId,
      zone: ofZone[0]?.entry.zone ?? zoneId,
      certificates: new Map(byKey),
      hostnames: new Map(),
      stores: new Map(),
      zoneSwitch: { isFresh: true, labels: {}, enabled: undefined, reading: neverRead },
    }
    return [zoneId, zone] as const
  })
  return { zones: new Map(zones), discoveries: new Map() }
}
