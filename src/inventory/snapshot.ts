import type {
  CertificateEntry,
  CertificateFacts,
  CertificateIdentity,
  CertificateRecord,
  Mismatches,
  UnixSeconds,
} from '../certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry } from '../certificate/watch-list.ts'
import { type CertificateKind, isCertificateKind } from '../kinds/kinds.ts'
import type { CheckFailure } from './check-failure.ts'

/** What is known of a certificate, from whichever checks last told. */
export interface KnownCertificate {
  /** From the last PEM that could be parsed; undefined where none came yet. */
  readonly facts: CertificateFacts | undefined
  readonly record: CertificateRecord
  readonly mismatches: Mismatches
  /** When the present status was first seen; undefined where the API gives none. */
  readonly statusSince: UnixSeconds | undefined
}

/** How asking for something went. */
export interface ReadHistory {
  /** When it was last asked for, however that ended; undefined before the first time. */
  readonly lastCheck: UnixSeconds | undefined
  /** When that last worked; undefined if it never did. */
  readonly lastSuccess: UnixSeconds | undefined
  /** Present only while the last time failed. */
  readonly failure: CheckFailure | undefined
}

export interface CheckHistory extends ReadHistory {
  /** How many checks running said that Cloudflare has no such certificate. */
  readonly absences: number
}

/** Whether Cloudflare presents a certificate, and for which hostnames. */
export interface CertificateUse {
  /** The watched hostnames that present it, sorted. */
  readonly hostnames: readonly string[]
  /** False only where that is proved; undefined: unknown (contract section 4, `cloudflare_cert_in_use`). */
  readonly inUse: boolean | undefined
}

export interface WatchedCertificate {
  readonly entry: CertificateEntry
  /** Undefined until a check told something, and again once Cloudflare has no such certificate any more. */
  readonly known: KnownCertificate | undefined
  readonly check: CheckHistory
  readonly use: CertificateUse
}

/**
 * What Cloudflare says of a hostname. `disabled`: nothing is presented, even if the zone's store is on. `voided` and `none`: the zone
 * store's certificate is presented where that store is on.
 */
export const hostnameStates = ['enabled', 'disabled', 'voided', 'none'] as const
export type HostnameState = (typeof hostnameStates)[number]

export interface Association {
  readonly state: HostnameState
  /** Undefined where the state is `none`. */
  readonly certificateId: string | undefined
  /** The association's own status, in the API's words; undefined where it gives none. */
  readonly status: string | undefined
  /** What the hostname used before, while the association is not active yet: it may be presented all the same. */
  readonly replaces?: string | undefined
}

export interface WatchedHostname {
  readonly entry: HostnameEntry
  /** Undefined until it was read once. */
  readonly association: Association | undefined
  readonly reading: ReadHistory
  /** The key in the zone's certificates of what it presents; undefined where nothing is, or that is not known. */
  readonly presents: string | undefined
}

/** One certificate as a listing has it. */
export interface ListedCertificate {
  readonly certificateId: string
  readonly status: string | undefined
  readonly uploadedOn: UnixSeconds | undefined
}

export interface WatchedStore {
  readonly entry: StoreEntry
  /** What stands in it, as the listings so far have it, without what is deleted; undefined until there was one. */
  readonly listed: readonly ListedCertificate[] | undefined
  readonly reading: ReadHistory
  /** How many listings running were good and empty. */
  readonly emptyListings: number
}

/** Whether a zone's own store is on. */
export interface ZoneSwitch {
  /** Undefined until it was read once. */
  readonly enabled: boolean | undefined
  readonly reading: ReadHistory
  /** False once the reading is older than is borne: what was known is then no proof any more. */
  readonly isFresh: boolean
  readonly labels: Readonly<Record<string, string>>
}

/** Everything that is known of one zone at one moment. */
export interface WatchedZone {
  readonly zoneId: string
  /** For people; the zone id where no name is known. */
  readonly zone: string
  /** By key. */
  readonly certificates: ReadonlyMap<string, WatchedCertificate>
  /** By hostname. */
  readonly hostnames: ReadonlyMap<string, WatchedHostname>
  /** Those that are listed. */
  readonly stores: ReadonlyMap<CertificateKind, WatchedStore>
  readonly zoneSwitch: ZoneSwitch
}

export interface DiscoveredZone {
  readonly zoneId: string
  readonly zone: string
}

export interface WatchedDiscovery {
  readonly entry: DiscoveryEntry
  /** The zones as the listings so far have them, before any filter; undefined until there was one. */
  readonly listed: readonly DiscoveredZone[] | undefined
  readonly reading: ReadHistory
}

/** Everything that is known at one moment. Never changed, only replaced; what has not changed stays the same object. */
export interface Snapshot {
  /** By zone id. */
  readonly zones: ReadonlyMap<string, WatchedZone>
  /** By the name of the credential. */
  readonly discoveries: ReadonlyMap<string, WatchedDiscovery>
}

/** The key of a certificate, or of a drill's: `kind/zone_id/certificate_id`. */
export function keyOf({
  kind,
  zoneId,
  certificateId,
}: Omit<CertificateIdentity, 'kind'> & { readonly kind: CertificateKind | 'drill' }): string {
  return `${kind}/${zoneId}/${certificateId}`
}

export function certificatesOf({ zones }: Snapshot): readonly WatchedCertificate[] {
  return [...zones.values()].flatMap(({ certificates }) => [...certificates.values()])
}

export function hostnamesOf({ zones }: Snapshot): readonly WatchedHostname[] {
  return [...zones.values()].flatMap(({ hostnames }) => [...hostnames.values()])
}

/** The stores that are listed. */
export function storesOf({ zones }: Snapshot): readonly WatchedStore[] {
  return [...zones.values()].flatMap(({ stores }) => [...stores.values()])
}

/**
 * Reads a key back.
 * @param key as `keyOf` makes it
 * @throws where it is none
 */
export function identityOf(key: string): CertificateIdentity {
  const [kind = '', zoneId = '', certificateId = ''] = key.split('/')
  if (!isCertificateKind(kind)) throw new Error(`${key} is not the key of a certificate`)
  return { kind, zoneId, certificateId }
}

/** @param key as `keyOf` makes it, also one of a drill, which no zone has */
export function certificateAt({ zones }: Snapshot, key: string): WatchedCertificate | undefined {
  const [, zoneId = ''] = key.split('/')
  return zones.get(zoneId)?.certificates.get(key)
}
