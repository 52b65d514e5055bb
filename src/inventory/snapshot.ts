import type {
  CertificateEntry,
  CertificateFacts,
  CertificateIdentity,
  CertificateRecord,
  Mismatches,
  UnixSeconds,
} from '../certificate/model.ts'
import type { DiscoveryEntry, HostnameEntry, StoreEntry } from '../certificate/watch-list.ts'
import type { DisplayedKind } from '../kinds/displayed-kinds.ts'
import type { Scope } from '../kinds/kind.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import type { CertificateTrust } from '../trust/model.ts'
import type { CheckFailure } from './check-failure.ts'
import type { VanishedState } from './vanished.ts'
import type { WatchedBundle } from './watched-bundle.ts'

/** What the checks have found out about a certificate. */
export interface KnownCertificate {
  /** From the last PEM that could be parsed. Undefined if there was none yet. */
  readonly facts: CertificateFacts | undefined
  readonly record: CertificateRecord
  readonly mismatches: Mismatches
  /** When the present status was first seen. Undefined if the API gives no status. */
  readonly statusSince: UnixSeconds | undefined
  /** The certificates of the last PEM in base64, the leaf first; only where a CA file judges them. */
  readonly presented?: readonly string[]
  /** Present while believed listings do not have the certificate and it stays watched. The rest is what was known before. */
  readonly vanished?: VanishedState
}

/** The history of reading one thing. */
export interface ReadHistory {
  /** When it was last read, successfully or not. Undefined before the first time. */
  readonly lastCheck: UnixSeconds | undefined
  /** When it was last read successfully. Undefined if it never was. */
  readonly lastSuccess: UnixSeconds | undefined
  /** Present only if the last reading failed. */
  readonly failure: CheckFailure | undefined
  /** Since when no reading has worked, or since when it has been watched. Absent while readings work. */
  readonly failingSince?: UnixSeconds
}

export interface CheckHistory extends ReadHistory {
  /** The number of checks in a row that said that the certificate does not exist. */
  readonly absences: number
}

/** Whether Cloudflare presents a certificate, and for which hostnames. */
export interface CertificateUse {
  /** The watched hostnames that present it, sorted. */
  readonly hostnames: readonly string[]
  /** True if Cloudflare presents the certificate, false if that is disproved, undefined if it is unknown. */
  readonly inUse: boolean | undefined
  /** Since when `inUse` has been what it is, as far as this process knows. Absent if it is unknown. */
  readonly since?: UnixSeconds
}

export interface WatchedCertificate {
  readonly entry: CertificateEntry
  /** Undefined until a check found something, and again once the certificate no longer exists. */
  readonly known: KnownCertificate | undefined
  readonly check: CheckHistory
  readonly use: CertificateUse
  /** What the origins' CA files make of it. Absent where none is named, or where there was no PEM yet. */
  readonly trust?: CertificateTrust
}

/**
 * What Cloudflare says about a hostname. `disabled`: nothing is presented, even if the zone's store is on. `voided` and `none`: the
 * zone store's certificate is presented if that store is on.
 */
export const hostnameStates = ['enabled', 'disabled', 'voided', 'none'] as const
export type HostnameState = (typeof hostnameStates)[number]

export interface Association {
  readonly state: HostnameState
  /** Undefined if the state is `none`. */
  readonly certificateId: string | undefined
  /** The association's own status in the API's words. Undefined if the API gives none. */
  readonly status: string | undefined
  /**
   * The certificate that the hostname used before. Present while the association is not active yet, because it may still be
   * presented.
   */
  readonly replaces?: string | undefined
}

export interface WatchedHostname {
  readonly entry: HostnameEntry
  /** Undefined until it was read once. */
  readonly association: Association | undefined
  readonly reading: ReadHistory
  /** The key of the certificate that it presents. Undefined if it presents none, or if that is unknown. */
  readonly presents: string | undefined
}

/** A certificate as a listing shows it. */
export interface ListedCertificate {
  readonly certificateId: string
  readonly status: string | undefined
  readonly uploadedOn: UnixSeconds | undefined
}

export interface WatchedStore {
  readonly entry: StoreEntry
  /** The members according to the listings so far, without deleted ones. Undefined until there was a listing. */
  readonly listed: readonly ListedCertificate[] | undefined
  readonly reading: ReadHistory
  /** The ids of members that Cloudflare took away and that stay watched. Absent if there are none. */
  readonly vanished?: readonly string[]
  /** The number of good listings in a row that were empty. */
  readonly emptyListings: number
  /** The plan does not include certificates of the kind. Absent if it does, and if that is not known. */
  readonly isNotEntitled?: true
}

/** Whether a zone's own store is on. */
export interface ZoneSwitch {
  /** Undefined until it was read once. */
  readonly enabled: boolean | undefined
  readonly reading: ReadHistory
  /** False once the reading is stale. Then `enabled` proves nothing any more. */
  readonly isFresh: boolean
  readonly labels: Readonly<Record<string, string>>
}

/** What every place has: it is identified by its scope and its id. */
export interface PlaceIdentity {
  readonly scope: Scope
  /** 32 lower-case hexadecimal digits. */
  readonly scopeId: string
}

/** What is known of a place at one moment, whatever its scope. */
interface WatchedStores extends PlaceIdentity {
  /** A name for people, or the id if no name is known. */
  readonly name: string
  /** By key. */
  readonly certificates: ReadonlyMap<string, WatchedCertificate>
  /** The listed stores, by kind. */
  readonly stores: ReadonlyMap<CertificateKind, WatchedStore>
}

/** Everything that is known of one zone at one moment. */
export interface WatchedZone extends WatchedStores {
  readonly scope: 'zone'
  /** By hostname. */
  readonly hostnames: ReadonlyMap<string, WatchedHostname>
  readonly zoneSwitch: ZoneSwitch
}

/** Everything that is known of one account at one moment. */
export interface WatchedAccount extends WatchedStores {
  readonly scope: 'account'
}

export type WatchedPlace = WatchedZone | WatchedAccount

export interface DiscoveredZone {
  readonly zoneId: string
  readonly zone: string
  /** The kinds of which the zone may have no certificate by its quota. Absent if there are none, and where no quota is known. */
  readonly withoutQuota?: readonly CertificateKind[]
}

export interface WatchedDiscovery {
  readonly entry: DiscoveryEntry
  /** The zones according to the listings so far, before any filter. Undefined until there was a listing. */
  readonly listed: readonly DiscoveredZone[] | undefined
  readonly reading: ReadHistory
}

/** Everything that is known at one moment. It is never changed, only replaced. Unchanged parts stay the same objects. */
export interface Snapshot {
  /** By the key of a place. */
  readonly places: ReadonlyMap<string, WatchedPlace>
  /** By the name of the credential. */
  readonly discoveries: ReadonlyMap<string, WatchedDiscovery>
  /** By name. */
  readonly bundles: ReadonlyMap<string, WatchedBundle>
}

/** The key of a certificate: `kind/scope_id/certificate_id`. One of a CA file has its bundle's name in the middle. */
export function keyOf(of: Omit<CertificateIdentity, 'kind'> & { readonly kind: DisplayedKind }): string {
  return `${of.kind}/${of.scopeId}/${of.certificateId}`
}

/** Those that Cloudflare keeps. */
export function certificatesOf({ places }: Snapshot): readonly WatchedCertificate[] {
  return [...places.values()].flatMap(({ certificates }) => [...certificates.values()])
}

/** The stores that are listed. */
export function storesOf({ places }: Snapshot): readonly WatchedStore[] {
  return [...places.values()].flatMap(({ stores }) => [...stores.values()])
}
