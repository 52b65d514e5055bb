import { stat, writeFile } from 'node:fs/promises'
import type { WatchTerms } from '../certificate/model.ts'
import type { StoreEntry, WatchList } from '../certificate/watch-list.ts'
import { formatProblem, parseConfig } from '../config/load.ts'
import type { Config } from '../config/model.ts'
import { environmentCredential } from '../config/secrets/credentials.ts'
import { zonesOf } from '../inventory/places.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { kindsReadByDefault } from '../kinds/kinds.ts'
import { Redactor } from '../log/redaction.ts'
import { printable } from '../report/printable.ts'
import { readConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { uncheckedCertificates, unreadListings } from './discovery-gaps.ts'
import { type FoundCertificate, found, foundAsJson, foundAsYaml } from './found-certificates.ts'
import { onePass } from './one-pass.ts'
import type { ConfigOptions } from './program.ts'

export interface DiscoverOptions extends ConfigOptions {
  /** Ids, or names in which `*` stands for any characters; undefined: every zone that the credentials can see. */
  readonly zone?: readonly string[]
  readonly json?: true
  /** A file to write to in place of standard output; it must not have anything in it yet. */
  readonly output?: string
  /** True if the user named the configuration. */
  readonly configIsNamed: boolean
}

/** `discover`: a `certificates:` list of all that the credentials can see. What could not be read is told, and makes the exit code 1. */
export async function discover(options: DiscoverOptions, context: CliContext): Promise<number> {
  if (options.output !== undefined) await refuseExisting(options.output)
  const config = await configurationFor(options, context)
  const redactor = new Redactor()
  const wanted = { ...config, watch: watchListFor(config, options.zone) }
  const snapshot = await onePass(wanted, options, context, redactor)
  if (!snapshot) {
    context.stderr.write('interrupted: the list would not be whole\n')
    return 1
  }
  const certificates: readonly FoundCertificate[] = found(snapshot)
  const unread = [...unreadListings(snapshot), ...missingZones(options.zone, snapshot)]
  const text = options.json ? foundAsJson(certificates) : foundAsYaml(certificates)
  if (certificates.length > 0 || unread.length === 0) await write(redactor.apply(text), options.output, context)
  const warnings = uncheckedCertificates(snapshot).map((line) => `warning: ${line}`)
  for (const line of [...warnings, ...unread]) context.stderr.write(`${printable(redactor.apply(line))}\n`)
  return unread.length > 0 ? 1 : 0
}

/** A new user has credentials in the environment, and no configuration yet. */
async function configurationFor(options: DiscoverOptions, { environment }: CliContext): Promise<Config> {
  if (options.configIsNamed || (await hasContent(options.config))) return readConfiguration(options.config, environment)
  const result = parseConfig('discover_zones: true\n', { path: options.config, env: environment })
  if (result.ok) return result.config
  const { credential, findings } = environmentCredential(environment)
  if (credential === undefined && findings.length === 0) throw new UserError(withoutCredential(options.config))
  throw new UserError(result.problems.map(formatProblem).join('\n'))
}

function withoutCredential(path: string): string {
  return `discover has no credential to ask Cloudflare with. Set one:
  export CLOUDFLARE_API_TOKEN=…            a token
  export CLOUDFLARE_API_TOKEN_FILE=FILE    the file of a token
It needs the permissions Zone > SSL and Certificates > Read and Zone > Zone > Read.
Or name a configuration that has credentials with --config FILE; there is no ${path}, or nothing in it.
`.trimEnd()
}

/** Never overwrites a configuration, because its credentials would be lost. A shell may have made an empty file. */
async function refuseExisting(path: string): Promise<void> {
  if (await hasContent(path)) throw exists(path)
}

function exists(path: string): UserError {
  return new UserError(`--output: there is a ${path} already: name another file, or move it away`)
}

async function write(text: string, path: string | undefined, { stdout, stderr }: CliContext): Promise<void> {
  if (path === undefined) return stdout.write(text)
  await refuseExisting(path)
  await writeFile(path, text).catch((error: unknown) => {
    throw new UserError(`--output: ${error instanceof Error ? error.message : 'the file cannot be written'}`)
  })
  stderr.write(`${path} is written\n`)
}

/** In `discover > config/config.yaml` the shell has made the file before the program starts. */
async function hasContent(path: string): Promise<boolean> {
  return stat(path).then(
    ({ size }) => size > 0,
    () => false,
  )
}

const zoneId = /^[0-9a-f]{32}$/i

/**
 * Zones that are named by their ids are listed without the permission to list zones, where there is one credential. Of several only
 * a discovery tells which of them sees a zone.
 */
function watchListFor({ watch, credentials }: Config, zones: readonly string[] | undefined): WatchList {
  const terms = [...credentials.keys()].map((name) => ({ credentials: name, labels: {}, ...inherited }))
  const [only, ...others] = terms
  const ids = only && others.length === 0 ? (zones ?? []).filter((zone) => zoneId.test(zone)) : []
  const include = zones?.filter((zone) => !ids.includes(zone))
  const discoveries = terms.map((each) => ({ kinds: kindsReadByDefault, include, exclude: [], ...each }))
  return {
    ...watch,
    certificates: [],
    hostnames: [],
    stores: only ? ids.flatMap((id) => bothStores(id.toLowerCase(), only)) : [],
    discoveries: include?.length === 0 ? [] : discoveries,
  }
}

function bothStores(zoneId: string, terms: WatchTerms): readonly StoreEntry[] {
  return kindsReadByDefault.map((kind) => ({
    scopeId: zoneId,
    placeName: undefined,
    kind,
    exclude: new Set<string>(),
    watches: 'all',
    ...terms,
  }))
}

/** This command sends no alarms. */
const inherited = {
  thresholds: { warning: { kind: 'duration', seconds: 0 }, critical: { kind: 'duration', seconds: 0 } },
  staleAfter: 0,
} as const

/** Undefined if a credential's zones could not be listed. The command says that instead. */
function missingZones(wanted: readonly string[] = [], snapshot: Snapshot): readonly string[] {
  if ([...snapshot.discoveries.values()].some(({ listed }) => listed === undefined)) return []
  const seen = zonesOf(snapshot)
  const isSeen = (name: string) =>
    name.includes('*') ||
    seen.some((zone) => [zone.scopeId, zone.name].some((each) => each.toLowerCase() === name.toLowerCase()))
  return wanted.filter((name) => !isSeen(name)).map((name) => `${name}: the credentials see no such zone`)
}
