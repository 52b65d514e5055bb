import type { CertificateKind } from '../kinds/kinds.ts'
import type { CertificateEntry, Seconds, Thresholds, WatchTerms } from './model.ts'

/** A hostname whose certificate is followed, through every rotation. */
export interface HostnameEntry extends WatchTerms {
  readonly zoneId: string
  /** The zone's name for people; undefined where the configuration gives none. */
  readonly zone: string | undefined
  /** In lower case. */
  readonly hostname: string
}

/** All certificates of a kind in a zone or an account, listed at every cycle. */
export interface StoreEntry extends WatchTerms {
  /** All that stands in it, or only the certificate that it presents. */
  readonly watches: 'all' | 'presented'
  /** The id of the zone or the account, by the kind's scope. */
  readonly scopeId: string
  /** The place's name for people; undefined where neither the configuration nor a discovery gives one. */
  readonly placeName: string | undefined
  readonly kind: CertificateKind
  /** Ids of certificates that are not watched. */
  readonly exclude: ReadonlySet<string>
  /** Present where a list of zones says that the zone may have no certificate of the kind. */
  readonly isWithoutQuota?: true
}

/** Every zone that a credential can see, or those that pass a filter. */
export interface DiscoveryEntry extends WatchTerms {
  readonly kinds: readonly CertificateKind[]
  /** For each of the kinds, where they differ from `thresholds`. */
  readonly thresholdsByKind?: ReadonlyMap<CertificateKind, Thresholds>
  /** Names or ids, with `*` for any characters; undefined: all. */
  readonly include: readonly string[] | undefined
  readonly exclude: readonly string[]
}

/** A CA file of which every certificate is watched. Cloudflare is not asked for any of them. */
export interface BundleEntry extends Pick<WatchTerms, 'labels' | 'thresholds'> {
  /** No two have the same. */
  readonly name: string
  /** Relative to the working directory, or absolute. */
  readonly path: string
  readonly staleAfter: Seconds
}

/** All that is to be watched, as the configuration says it. */
export interface WatchList {
  readonly certificates: readonly CertificateEntry[]
  readonly hostnames: readonly HostnameEntry[]
  readonly stores: readonly StoreEntry[]
  /** At most one a credential. */
  readonly discoveries: readonly DiscoveryEntry[]
  readonly bundles: readonly BundleEntry[]
  /** Ids of the zones whose every hostname with an association is in `hostnames`. */
  readonly zonesWithAllHostnames: ReadonlySet<string>
  /** Whether a zone, an account or a CA file is this instance's, and not another shard's. A CA file goes by its bundle's name. */
  readonly owns: (scopeId: string) => boolean
}
