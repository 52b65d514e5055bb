import { asciiHostname } from '../../hostname.ts'
import { defaultKind, idNames, isCertificateKind, kinds, kindsOfScope, kindsReadByDefault } from '../../kinds/kinds.ts'
import type { Finding, Locate } from '../problems.ts'
import { configurationSchema } from '../schema/configuration.ts'
import { at, isMap, keysAt, listAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { labelNameFault } from './reserved-labels.ts'
import { bundlePaths, watcherPaths, watchesNothing } from './watchers.ts'

export function emptyWatchList(tree: Tree): readonly Finding[] {
  // A key that is mistyped may be the list that is missing.
  if (!watchesNothing(tree) || keysAt(tree, []).some((key) => !(key in configurationSchema.shape))) return []
  const text =
    'nothing to watch: expected at least one entry in certificates, hostnames, zones, accounts or bundles, or discover_zones: true'
  return [{ path: ['certificates'], text }]
}

/** Two entries for the same thing could disagree about its name, labels and thresholds. */
export function duplicateEntries(tree: Tree, locate: Locate): readonly Finding[] {
  return Object.entries(identities).flatMap(([list, identitiesAt]) => {
    const firsts = new Map<string, Path>()
    return [...listAt(tree, [list]).keys()].flatMap((index): readonly Finding[] => {
      const path = [list, index]
      const found = identitiesAt(tree, path)
      const first = found.keys.map((key) => firsts.get(key)).find((place) => place !== undefined)
      for (const key of found.keys) if (!firsts.has(key)) firsts.set(key, path)
      if (first === undefined) return []
      const text = `the same ${found.what} as ${list}[${first[1]}] in line ${locate(first).line}: expected one entry for it`
      return [{ path, text }]
    })
  })
}

interface Identities {
  readonly what: string
  /** The key that must be unique in the list. Undefined if the entry is incomplete. */
  readonly keys: readonly string[]
}

const identities: Readonly<Record<string, (tree: Tree, path: Path) => Identities>> = {
  certificates: (tree, path) => ({
    what: 'certificate',
    keys: keysOf([
      at(tree, [...path, 'kind']) ?? defaultKind,
      placeIdAt(tree, path),
      ...idsAt(tree, path, ['certificate_id']),
    ]),
  }),
  hostnames: (tree, path) => ({
    what: 'hostname',
    keys: keysOf([...idsAt(tree, path, ['zone_id']), hostnameAt(tree, path)]),
  }),
  zones: (tree, path) => ({
    what: 'zone',
    keys: kindsAt(tree, path, kindsReadByDefault).flatMap((kind) => keysOf([kind, ...idsAt(tree, path, ['zone_id'])])),
  }),
  accounts: (tree, path) => ({
    what: 'account',
    keys: kindsAt(tree, path, kindsOfScope.account).flatMap((kind) =>
      keysOf([kind, ...idsAt(tree, path, ['account_id'])]),
    ),
  }),
  bundles: (tree, path) => ({ what: 'name', keys: keysOf([textAt(tree, [...path, 'name'])]) }),
}

function placeIdAt(tree: Tree, path: Path): string | undefined {
  const [zoneId, accountId] = idsAt(tree, path, ['zone_id', 'account_id'])
  return zoneId ?? accountId
}

/** An entry of certificates names the place that its kind is kept in, and no other. */
export function misplacedCertificates(tree: Tree): readonly Finding[] {
  return [...listAt(tree, ['certificates']).keys()].flatMap((index): readonly Finding[] => {
    const path = ['certificates', index]
    const kind = textAt(tree, [...path, 'kind']) ?? defaultKind
    if (!isMap(at(tree, path)) || !isCertificateKind(kind)) return []
    const { scope } = kinds[kind]
    const other = scope === 'zone' ? 'account' : 'zone'
    const place = scope === 'zone' ? 'a zone' : 'an account'
    const foreign = [idNames[other], other].filter((key) => at(tree, [...path, key]) !== undefined)
    const isMissing = at(tree, [...path, idNames[scope]]) === undefined
    const said = foreign.map((key): Finding => {
      const text = `certificates of kind ${kind} are kept in ${place}: expected ${idNames[scope]}`
      return { path: [...path, key], text, at: 'key' }
    })
    const missing: Finding = { path: [...path, idNames[scope]], text: 'missing: expected 32 hexadecimal digits' }
    return isMissing && foreign.length === 0 ? [missing] : said
  })
}

function keysOf(parts: readonly unknown[]): readonly string[] {
  return parts.includes(undefined) ? [] : [JSON.stringify(parts)]
}

function idsAt(tree: Tree, path: Path, fields: readonly string[]): readonly (string | undefined)[] {
  return fields.map((field) => textAt(tree, [...path, field])?.toLowerCase())
}

/** Also undefined if the name has no form for the DNS, which another check reports. */
function hostnameAt(tree: Tree, path: Path): string | undefined {
  const written = textAt(tree, [...path, 'hostname'])
  return written === undefined ? undefined : asciiHostname(written)
}

function kindsAt(tree: Tree, path: Path, fallback: readonly Tree[]): readonly Tree[] {
  const wanted = listAt(tree, [...path, 'kinds'])
  return wanted.length > 0 ? [...new Set(wanted)] : fallback
}

/** Otherwise every certificate of the zone would be proved unused, because no hostname is listed. */
export function unlistedHostnames(tree: Tree): readonly Finding[] {
  const zones = new Set(
    listAt(tree, ['hostnames']).map((_, i) => textAt(tree, ['hostnames', i, 'zone_id'])?.toLowerCase()),
  )
  return [...listAt(tree, ['zones']).keys()].flatMap((index): readonly Finding[] => {
    const path = ['zones', index, 'all_hostnames_listed']
    const zoneId = textAt(tree, ['zones', index, 'zone_id'])?.toLowerCase()
    if (at(tree, path) !== true || zoneId === undefined || zones.has(zoneId)) return []
    return [
      {
        path,
        text: 'no entry of hostnames is in this zone: expected every hostname that has an association to stand there, or this key left out',
      },
    ]
  })
}

export function badLabelNames(tree: Tree): readonly Finding[] {
  return [...watcherPaths(tree), ...bundlePaths(tree)].flatMap((path) => {
    const labels = [...path, 'labels']
    return keysAt(tree, labels).flatMap((name): readonly Finding[] => {
      const text = labelNameFault(name, isOfAccount(tree, path) ? 'account' : 'zone')
      return text === undefined ? [] : [{ path: [...labels, name], text, at: 'key' }]
    })
  })
}

function isOfAccount(tree: Tree, path: Path): boolean {
  return path[0] === 'accounts' || (path[0] === 'certificates' && at(tree, [...path, 'account_id']) !== undefined)
}
