import type { WatchTerms } from '../certificate/model.ts'
import type { StoreEntry, WatchList } from '../certificate/watch-list.ts'
import type { Config } from '../config/model.ts'
import { type CertificateKind, kinds, kindsOfScope, kindsReadByDefault } from '../kinds/kinds.ts'
import { UserError } from './context.ts'

/** What to look for, as the command line says it. */
export interface DiscoveryScope {
  /** Undefined: those that are read by default, and of accounts all. */
  readonly kind?: readonly (CertificateKind | 'all')[]
  /** Ids, or names in which `*` stands for any characters; undefined: every zone that the credentials can see. */
  readonly zone?: readonly string[]
  /** Ids. Undefined: the accounts that the configuration names. */
  readonly account?: readonly string[]
}

/** The kinds that are wanted, of zones and of accounts. */
export function wantedKinds({
  kind,
  zone,
  account,
}: DiscoveryScope): Readonly<Record<'zone' | 'account', readonly CertificateKind[]>> {
  if (kind === undefined)
    return {
      zone: account && !zone ? [] : kindsReadByDefault,
      account: account ? kindsOfScope.account : [],
    }
  const isWanted = (each: CertificateKind) => kind.includes('all') || kind.includes(each)
  return { zone: kindsOfScope.zone.filter(isWanted), account: kindsOfScope.account.filter(isWanted) }
}

/**
 * The lists to read.
 * @throws UserError if the options contradict each other, or if it is not known which account is meant
 */
export function watchListFor(config: Config, scope: DiscoveryScope): WatchList {
  const wanted = wantedKinds(scope)
  if (scope.zone && wanted.zone.length === 0) throw new UserError('--zone: no kind of --kind is kept in a zone')
  if (scope.account && wanted.account.length === 0)
    throw new UserError('--account: no kind of --kind is kept in an account')
  const inZones = ofZones(config, wanted.zone, scope.zone)
  const stores = [...inZones.stores, ...ofAccounts(config, wanted.account, scope)]
  return { ...config.watch, certificates: [], hostnames: [], stores, discoveries: inZones.discoveries }
}

const placeId = /^[0-9a-f]{32}$/i

/**
 * Zones that are named by their ids are listed without the permission to list zones, where there is one credential. Of several only
 * a discovery tells which of them sees a zone.
 */
function ofZones(
  { credentials }: Config,
  wanted: readonly CertificateKind[],
  zones: readonly string[] | undefined,
): Pick<WatchList, 'stores' | 'discoveries'> {
  if (wanted.length === 0) return { stores: [], discoveries: [] }
  const [only, ...others] = credentials.keys()
  const ids = only !== undefined && others.length === 0 ? (zones ?? []).filter((zone) => placeId.test(zone)) : []
  const include = zones?.filter((zone) => !ids.includes(zone))
  const discoveries = [...credentials.keys()].map((name) => ({ kinds: wanted, include, exclude: [], ...termsOf(name) }))
  return {
    stores: only === undefined ? [] : ids.flatMap((id) => storesIn(id.toLowerCase(), undefined, wanted, termsOf(only))),
    discoveries: include?.length === 0 ? [] : discoveries,
  }
}

function ofAccounts(
  config: Config,
  wanted: readonly CertificateKind[],
  { kind, account }: DiscoveryScope,
): readonly StoreEntry[] {
  const [first] = wanted
  if (first === undefined) return []
  const known = accountsIn(config)
  const ids = account?.map((id) => id.toLowerCase()) ?? [...known.keys()]
  if (ids.length === 0 && !kind?.includes('all'))
    throw new UserError(
      `--kind ${first}: it is kept in an account: name one with --account ID. The id stands in the address of the account in Cloudflare's dashboard`,
    )
  return [...new Set(ids)].flatMap((id) => {
    if (!placeId.test(id)) throw new UserError('--account: expected the id of an account, 32 hexadecimal digits')
    const { name, credentials } = known.get(id) ?? {}
    return storesIn(id, name, wanted, termsOf(credentials ?? onlyCredential(config, id)))
  })
}

/** The accounts that the configuration names, by id, each with the credential that is for it. */
function accountsIn({ watch, credentials }: Config) {
  const accounts = new Map<string, { readonly name: string | undefined; readonly credentials: string }>()
  for (const { name, accountId } of credentials.values())
    if (accountId !== undefined) accounts.set(accountId, { name: undefined, credentials: name })
  for (const { kind, scopeId, placeName, credentials: name } of [...watch.certificates, ...watch.stores])
    if (kinds[kind].scope === 'account') accounts.set(scopeId, { name: placeName, credentials: name })
  return accounts
}

function onlyCredential({ credentials }: Config, accountId: string): string {
  const [only, ...others] = credentials.keys()
  if (only !== undefined && others.length === 0) return only
  throw new UserError(
    `--account ${accountId}: there are several credentials: write account_id beside the one that sees it`,
  )
}

function storesIn(
  scopeId: string,
  placeName: string | undefined,
  wanted: readonly CertificateKind[],
  terms: WatchTerms,
): readonly StoreEntry[] {
  return wanted.map((kind) => ({ scopeId, placeName, kind, exclude: new Set<string>(), watches: 'all', ...terms }))
}

/** This command sends no alarms. */
function termsOf(credentials: string): WatchTerms {
  const none = { kind: 'duration', seconds: 0 } as const
  return { credentials, labels: {}, thresholds: { warning: none, critical: none }, staleAfter: 0 }
}
