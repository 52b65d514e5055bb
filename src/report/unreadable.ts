import type { CheckFailure } from '../inventory/check-failure.ts'
import { zonesOf } from '../inventory/places.ts'
import type { ReadHistory, Snapshot } from '../inventory/snapshot.ts'
import { switchCredentials } from '../inventory/zone-switch.ts'
import type { CertificateKind } from '../kinds/kinds.ts'

/** Something besides a certificate that cannot be read. Certificates that nobody sees may be behind it. */
export interface Unread {
  readonly kind: 'hostname' | 'store' | 'switch' | 'zones' | 'bundle' | 'trust_file'
  readonly what: string
  readonly zone: string
  /** The hostname; undefined for anything else. */
  readonly hostname: string | undefined
  /** Of a list of certificates the kind that is in it. */
  readonly listed?: CertificateKind
  /** The credential that it is read with. A CA file is read with none. */
  readonly credentials: string | undefined
  readonly failure: CheckFailure
}

/** Lists what cannot be read. */
export function unreadIn(snapshot: Snapshot): readonly Unread[] {
  return [
    ...zonesOf(snapshot).flatMap(({ name, hostnames }) =>
      [...hostnames.values()].flatMap(({ entry: { hostname, credentials }, reading }) =>
        unread(reading, { kind: 'hostname', what: `hostname ${hostname}`, zone: name, hostname, credentials }),
      ),
    ),
    ...[...snapshot.places.values()].flatMap(({ name, stores }) =>
      [...stores.values()].flatMap(({ entry: { kind, credentials }, reading }) =>
        unread(reading, { kind: 'store', listed: kind, what: `list of the ${kind} store`, zone: name, credentials }),
      ),
    ),
    ...zonesOf(snapshot).flatMap((zone) => {
      const credentials = switchCredentials(zone)
      const about = { kind: 'switch', what: 'switch of the zone’s own store', zone: zone.name, credentials } as const
      return unread(zone.zoneSwitch.reading, about)
    }),
    ...[...snapshot.discoveries.values()].flatMap(({ entry: { credentials }, reading }) =>
      unread(reading, {
        kind: 'zones',
        what: `list of the zones that ${credentials} can see`,
        zone: 'all',
        credentials,
      }),
    ),
    ...[...snapshot.bundles.values()].flatMap(({ scopeId, name, reading }) =>
      unread(reading, { kind: 'bundle', what: `CA file of the bundle ${scopeId}`, zone: name, credentials: undefined }),
    ),
  ]
}

type About = Omit<Unread, 'failure' | 'hostname'> & Partial<Pick<Unread, 'hostname'>>

function unread({ failure }: ReadHistory, about: About): readonly Unread[] {
  return failure ? [{ hostname: undefined, ...about, failure }] : []
}
