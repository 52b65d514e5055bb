import type { CertificateEntry, Seconds, TrustSource, WatchTerms } from '../certificate/model.ts'
import type { BundleEntry, DiscoveryEntry, HostnameEntry, StoreEntry, WatchList } from '../certificate/watch-list.ts'
import { asciiHostname } from '../hostname.ts'
import { bundleKind } from '../kinds/displayed-kinds.ts'
import { defaultKind, kindPresentedFor, kinds, kindsOfScope, kindsReadByDefault } from '../kinds/kinds.ts'
import { valid } from './checks/valid.ts'
import { type GlobalThresholds, resolveThresholds, thresholdsOfKind } from './resolve-thresholds.ts'
import type { ConfigurationInput } from './schema/configuration.ts'
import { defaults } from './schema/defaults.ts'
import { defaultCredential } from './secrets/credentials.ts'
import { besideFile } from './values/relative-path.ts'

type Item<List extends 'certificates' | 'hostnames' | 'zones' | 'accounts' | 'bundles'> = NonNullable<
  ConfigurationInput[List]
>[number]
type TermsInput = Pick<Item<'certificates'>, 'credentials' | 'labels' | 'thresholds'> &
  Partial<Pick<Item<'hostnames'>, 'trusted_by'>>

/** What entries inherit if they have no setting of their own. */
export interface Inherited extends GlobalThresholds {
  readonly staleAfter: Seconds
  readonly trustedBy: readonly TrustSource[]
  /** The configuration file, which paths are relative to. */
  readonly path: string
}

/** Everything that is to be watched, with defaults and inheritance applied. */
export function resolveWatchList(
  input: ConfigurationInput,
  credentials: readonly string[],
  inherited: Inherited,
): WatchList {
  const zones = input.zones ?? []
  return {
    certificates: (input.certificates ?? []).map((entry) => resolveCertificate(entry, inherited)),
    hostnames: (input.hostnames ?? []).map((entry) => resolveHostname(entry, inherited)),
    stores: [
      ...zones.flatMap((entry) => resolveZone(entry, inherited)),
      ...(input.accounts ?? []).flatMap((entry) => resolveAccount(entry, inherited)),
    ],
    discoveries: resolveDiscoveries(input.discover_zones, credentials, inherited),
    bundles: (input.bundles ?? []).map((entry) => resolveBundle(entry, inherited)),
    zonesWithAllHostnames: new Set(
      zones
        .filter((entry) => entry.all_hostnames_listed ?? defaults.allHostnamesListed)
        .map((entry) => entry.zone_id.toLowerCase()),
    ),
    owns: ownsEverything,
  }
}

function termsOf({ credentials, labels, thresholds, trusted_by }: TermsInput, inherited: Inherited): WatchTerms {
  const trustedBy = trusted_by === undefined ? inherited.trustedBy : resolveTrustedBy(trusted_by, inherited.path, false)
  return {
    credentials: credentials ?? defaultCredential,
    labels: { ...labels },
    // Ten thousand entries without thresholds of their own share one object.
    thresholds: thresholds === undefined ? inherited.thresholds : resolveThresholds(thresholds, inherited.thresholds),
    staleAfter: inherited.staleAfter,
    ...(trustedBy.length > 0 && { trustedBy }),
  }
}

/** @param path the configuration file */
export function resolveTrustedBy(
  input: ConfigurationInput['trusted_by'],
  path: string,
  isDefault: boolean,
): readonly TrustSource[] {
  if (input === undefined) return []
  const named = typeof input === 'string' ? { path: input } : input
  return [{ path: besideFile(named.path, path), partialChain: named.partial_chain ?? defaults.partialChain, isDefault }]
}

function resolveCertificate(input: Item<'certificates'>, inherited: Inherited): CertificateEntry {
  const kind = input.kind ?? defaultKind
  const isOfZone = kinds[kind].scope === 'zone'
  const scopeId = valid(isOfZone ? input.zone_id : input.account_id).toLowerCase()
  const certificateId = input.certificate_id.toLowerCase()
  return {
    kind,
    scopeId,
    certificateId,
    name: input.name ?? certificateId,
    placeName: (isOfZone ? input.zone : input.account) ?? scopeId,
    ...termsOf(input, inherited),
    thresholds: thresholdsOfKind(kind, 'certificate', input.thresholds, inherited),
  }
}

function resolveHostname(input: Item<'hostnames'>, inherited: Inherited): HostnameEntry {
  const { hostname, zone } = input
  return {
    zoneId: input.zone_id.toLowerCase(),
    zone,
    hostname: valid(asciiHostname(hostname)),
    ...termsOf(input, inherited),
    thresholds: thresholdsOfKind(kindPresentedFor.hostnames, 'certificate', input.thresholds, inherited),
  }
}

function resolveZone(input: Item<'zones'>, inherited: Inherited): readonly StoreEntry[] {
  const store = {
    scopeId: input.zone_id.toLowerCase(),
    placeName: input.zone,
    exclude: new Set((input.exclude ?? []).map((id) => id.toLowerCase())),
    watches: 'all' as const,
    ...termsOf(input, inherited),
  }
  return [...new Set(input.kinds ?? kindsReadByDefault)].map((kind) => ({
    kind,
    ...store,
    thresholds: thresholdsOfKind(kind, 'list', input.thresholds, inherited),
  }))
}

function resolveAccount(input: Item<'accounts'>, inherited: Inherited): readonly StoreEntry[] {
  const store = {
    scopeId: input.account_id.toLowerCase(),
    placeName: input.account,
    exclude: new Set((input.exclude ?? []).map((id) => id.toLowerCase())),
    watches: 'all' as const,
    ...termsOf(input, inherited),
  }
  return [...new Set(input.kinds ?? kindsOfScope.account)].map((kind) => ({
    kind,
    ...store,
    thresholds: thresholdsOfKind(kind, 'list', input.thresholds, inherited),
  }))
}

function resolveBundle({ name, path, labels, thresholds }: Item<'bundles'>, inherited: Inherited): BundleEntry {
  return {
    name,
    path: besideFile(path, inherited.path),
    labels: { ...labels },
    thresholds: resolveThresholds(thresholds, resolveThresholds(bundleKind.thresholds, undefined)),
    staleAfter: inherited.staleAfter,
  }
}

/** Without a named credential all credentials are used, so that whatever any of them can see is found. */
function resolveDiscoveries(
  input: ConfigurationInput['discover_zones'],
  credentials: readonly string[],
  inherited: Inherited,
): readonly DiscoveryEntry[] {
  const wanted = input ?? defaults.discoverZones
  if (wanted === false) return []
  const { kinds: wantedKinds, include, exclude, ...terms } = wanted === true ? {} : wanted
  const names = terms.credentials === undefined ? credentials : [terms.credentials]
  return names.map((name) => ({
    ...termsOf({ ...terms, credentials: name }, inherited),
    kinds: [...new Set(wantedKinds ?? kindsReadByDefault)],
    thresholdsByKind: new Map(
      (wantedKinds ?? kindsReadByDefault).map((kind) => [
        kind,
        thresholdsOfKind(kind, 'list', terms.thresholds, inherited),
      ]),
    ),
    include,
    exclude: exclude ?? [],
  }))
}

/** What a configuration says before it is known which shard this is. */
export function ownsEverything(): boolean {
  return true
}
