import { counted } from './counted.ts'
import { hostnamesOf, zonesOf } from './places.ts'
import type { Snapshot } from './snapshot.ts'
import { allCertificatesOf } from './watched-bundle.ts'

/** The number of each kind of thing that is watched now. */
export interface WatchedCounts {
  readonly certificates: number
  readonly hostnames: number
  /** Zones whose certificates are found by listing them. */
  readonly zones: number
  /** Accounts whose certificates are found by listing them. */
  readonly accounts: number
  /** Credentials whose zones are discovered. */
  readonly discoveries: number
  /** CA files that are watched by themselves. Their certificates count among the others. */
  readonly bundles: number
}

export function watchedCounts(snapshot: Snapshot): WatchedCounts {
  return {
    certificates: allCertificatesOf(snapshot).length,
    hostnames: hostnamesOf(snapshot).length,
    zones: zonesOf(snapshot).filter(({ stores }) => stores.size > 0).length,
    accounts: [...snapshot.places.values()].filter(({ scope, stores }) => scope === 'account' && stores.size > 0)
      .length,
    discoveries: snapshot.discoveries.size,
    bundles: snapshot.bundles.size,
  }
}

/** `3 certificates, 1 hostname, every zone that one credential sees` */
export function describeWatched({
  certificates,
  hostnames,
  zones,
  accounts,
  discoveries,
  bundles,
}: WatchedCounts): string {
  const parts = [
    certificates > 0 && counted(certificates, 'certificate'),
    hostnames > 0 && counted(hostnames, 'hostname'),
    zones > 0 && counted(zones, 'zone'),
    accounts > 0 && counted(accounts, 'account'),
    discoveries > 0 && `every zone that ${discoveries === 1 ? 'one credential' : `${discoveries} credentials`} can see`,
    bundles > 0 && counted(bundles, 'CA file'),
  ]
  return parts.filter((part) => part !== false).join(', ') || "no certificate that is this instance's"
}
