import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { configurationJsonSchema } from '../../src/config/schema/json-schema.ts'
import { certificateId, config, zoneId } from './support.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type JsonMap = { readonly [key: string]: Json }

const otherId = '99999999-0c35-4c7f-82c7-8e9487d3ff60'
const accountId = 'a'.repeat(32)
const ofKind = { warning: '50d', critical: '25d' }
const byKind = (kind: string) => ({ [kind]: ofKind })
const ofAnyKind = (kind: string) => ({
  credentials: 'second',
  labels: { team: 'a' },
  thresholds: { warning: '35d', critical: '21d', by_kind: byKind(kind) },
})

const everywhere = (kind: string) => ({ ...ofAnyKind(kind), trusted_by: { path: 'own-ca.pem', partial_chain: true } })

/** A configuration in which every key of the schema has a value that is not its default. */
const full: JsonMap = {
  schedule: '15m',
  timezone: 'Europe/Berlin',
  trusted_by: { path: 'ca.pem', partial_chain: true },
  thresholds: { warning: '40d', critical: '20d', by_kind: byKind('gateway_certificate') },
  stale_after: '7h',
  cloudflare: { base_url: 'https://api.example.com/v4', timeout: '5s', requests_per_5m: 100 },
  credentials: {
    default: { api_token_file: 'token', account_id: '1'.repeat(32) },
    second: { email: 'ops@example.com', api_key_file: 'key' },
  },
  certificates: [
    {
      zone_id: zoneId,
      certificate_id: certificateId,
      name: 'one',
      zone: 'example.com',
      kind: 'zone',
      ...everywhere('zone'),
    },
    {
      account_id: accountId,
      account: 'Example',
      certificate_id: certificateId,
      kind: 'access_certificate',
      thresholds: { by_kind: byKind('access_certificate') },
    },
  ],
  hostnames: [
    { zone_id: zoneId, hostname: 'app.example.com', zone: 'example.com', ...everywhere('zone') },
    { zone_id: zoneId, hostname: 'www.example.com', thresholds: { by_kind: byKind('hostname') } },
  ],
  zones: [
    {
      zone_id: zoneId,
      zone: 'example.com',
      kinds: ['zone', 'custom_certificate'],
      exclude: [otherId],
      all_hostnames_listed: true,
      ...everywhere('zone'),
    },
  ],
  accounts: [
    {
      account_id: accountId,
      account: 'Example',
      kinds: ['access_certificate', 'gateway_certificate', 'mtls_certificate'],
      exclude: [otherId],
      ...ofAnyKind('access_certificate'),
    },
    // Here the global thresholds of the kind are in force.
    { account_id: 'b'.repeat(32), kinds: ['gateway_certificate'] },
  ],
  bundles: [
    { name: 'shared', path: 'shared.pem', labels: { team: 'a' }, thresholds: { warning: '70d', critical: '21d' } },
    { name: 'plain', path: 'plain.pem' },
  ],
  discover_zones: { kinds: ['zone'], include: ['a*'], exclude: ['b*'], ...everywhere('zone') },
  server: {
    listen: ':1',
    probe_listen: ':2',
    web_config_file: 'web.yml',
    allowed_hosts: ['exporter.example.com'],
    reload: true,
    status_page: false,
    external_url: 'https://exporter.example.com',
    alertmanager_url: 'https://alertmanager.example.com',
  },
  state: { path: 'state.json' },
  shard: { index: 1, total: 3 },
  metrics: { preset: 'minimal', deny: ['nodejs_*'] },
  drill: true,
}

/** What cannot be left out by itself, and why. */
const required = new Set([
  'certificates.zone_id',
  'certificates.certificate_id',
  'hostnames.zone_id',
  'hostnames.hostname',
  'zones.zone_id',
  ...['', 'certificates.', 'hostnames.', 'zones.', 'discover_zones.'].map((entry) => `${entry}trusted_by.path`),
  'accounts.account_id',
  'bundles.name',
  'bundles.path',
  // A kind that is kept in accounts needs the one, the others need the other.
  'certificates.account_id',
  // Half of a pair, or the last thing that the whole depends on.
  'credentials.email',
  'credentials.api_key_file',
  'credentials.api_token_file',
])

const plainEntry: JsonMap = { certificates: [{ zone_id: zoneId, certificate_id: certificateId }] }

/** What else has to be so, for a key to have a meaning, or to be right without it. */
const surroundings: Readonly<Record<string, JsonMap>> = {
  timezone: { schedule: '0 9 * * *', stale_after: '3d' },
  'shard.total': { shard: { index: 0, total: 3 } },
  ...Object.fromEntries(
    ['thresholds', 'thresholds.warning', 'thresholds.critical', 'trusted_by', 'trusted_by.partial_chain'].map((key) => [
      key,
      plainEntry,
    ]),
  ),
  'certificates.kind': { certificates: [{ zone_id: zoneId, certificate_id: certificateId, kind: 'zone' }] },
  credentials: { ...plainEntry, hostnames: [], zones: [], accounts: [], discover_zones: false },
  hostnames: { zones: [] },
}

interface Schema {
  readonly type?: string
  readonly default?: Json
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** Every key of the schema by its path, without the places in lists and the names in maps. */
function keysOf(schema: Schema, path: readonly string[] = []): readonly string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
    [...path, key].join('.'),
    ...keysOf(child, [...path, key]),
  ])
  const inside = typeof schema.additionalProperties === 'object' ? keysOf(schema.additionalProperties, path) : []
  const items = schema.items ? keysOf(schema.items, path) : []
  return [...own, ...inside, ...items, ...(schema.anyOf ?? []).flatMap((each) => keysOf(each, path))]
}

/** The keys of the schema that have a default, each with it. */
function defaultsOf(schema: Schema, path: readonly string[] = []): readonly (readonly [key: string, value: Json])[] {
  const children = [
    ...Object.entries(schema.properties ?? {}).map(([key, child]) => [child, [...path, key]] as const),
    ...[schema.items, ...(schema.anyOf ?? [])].flatMap((child) => (child ? [[child, path] as const] : [])),
  ]
  const own = schema.default === undefined ? [] : [[path.join('.'), schema.default] as const]
  return [...own, ...children.flatMap(([child, at]) => defaultsOf(child, at))]
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The tree with another value for one key, or without it, in every item of a list and every entry of a map of names. */
function replaced(tree: Json, [key = '', ...rest]: readonly string[], by: Json | undefined): Json {
  if (Array.isArray(tree)) return tree.map((item) => replaced(item, [key, ...rest], by))
  if (!isMap(tree)) return tree
  if (!(key in tree))
    return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, replaced(value, [key, ...rest], by)]))
  const entries = Object.entries(tree).flatMap(([name, value]): [string, Json][] => {
    if (name !== key) return [[name, value]]
    if (rest.length > 0) return [[name, replaced(value, rest, by)]]
    return by === undefined ? [] : [[name, by]]
  })
  return Object.fromEntries(entries)
}

function without(tree: Json, path: readonly string[]): Json {
  return replaced(tree, path, undefined)
}

function has(tree: Json, [key = '', ...rest]: readonly string[]): boolean {
  if (Array.isArray(tree)) return tree.some((item) => has(item, [key, ...rest]))
  if (!isMap(tree)) return false
  const child = tree[key]
  if (child === undefined) return Object.values(tree).some((value) => isMap(value) && has(value, [key, ...rest]))
  return rest.length === 0 || has(child, rest)
}

function resolved(tree: Json): unknown {
  const { hash: _hash, digest: _digest, state, watch, trustFiles, ...rest } = config(stringify(tree))
  const { owns: __, ...watchList } = watch
  return { ...rest, watchList, state: state.path, trustFiles: trustFiles.map(({ path }) => path) }
}

const keys = keysOf(configurationJsonSchema()).filter((key) => key !== '$schema')

test('the configuration of this test has every key of the schema', () => {
  expect(keys.length).toBeGreaterThan(30)
  expect(keys.filter((key) => !has(full, key.split('.')))).toEqual([])
})

test.each(keys.filter((key) => !required.has(key)))('%s: what is written changes what is done', (key) => {
  const tree = { ...full, ...surroundings[key] }
  expect(resolved(without(tree, key.split('.')))).not.toEqual(resolved(tree))
})

test.each(defaultsOf(configurationJsonSchema()))('%s: %j is what is done without it', (key, value) => {
  const tree = { ...full, ...surroundings[key] }
  expect(resolved(replaced(tree, key.split('.'), value))).toEqual(resolved(without(tree, key.split('.'))))
})
