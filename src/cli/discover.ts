import { stat, writeFile } from 'node:fs/promises'
import type { WatchList } from '../certificate/watch-list.ts'
import { permissionFor, zonesEndpoint } from '../cloudflare/endpoints.ts'
import { formatProblem, parseConfig } from '../config/load.ts'
import type { Config } from '../config/model.ts'
import { environmentCredential } from '../config/secrets/credentials.ts'
import { zonesOf } from '../inventory/places.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { kinds } from '../kinds/kinds.ts'
import { Redactor } from '../log/redaction.ts'
import { printable } from '../report/printable.ts'
import { readConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { outsideThePlan, uncheckedCertificates, unreadListings } from './discovery-gaps.ts'
import { type DiscoveryScope, wantedKinds, watchListFor } from './discovery-scope.ts'
import { type FoundCertificate, found, foundAsJson } from './found-certificates.ts'
import { foundAsYaml } from './found-yaml.ts'
import { onePass } from './one-pass.ts'
import type { ConfigOptions } from './program.ts'

export interface DiscoverOptions extends ConfigOptions, DiscoveryScope {
  readonly json?: true
  /** A file to write to in place of standard output; it must not have anything in it yet. */
  readonly output?: string
  /** True if the user named the configuration. */
  readonly configIsNamed: boolean
}

/** `discover`: the lists of a configuration for all that the credentials can see. What could not be read is told, and makes the exit code 1. */
export async function discover(options: DiscoverOptions, context: CliContext): Promise<number> {
  if (options.output !== undefined) await refuseExisting(options.output)
  const config = await configurationFor(options, context)
  const redactor = new Redactor()
  const wanted = { ...config, watch: watchListFor(config, options) }
  const snapshot = await onePass(wanted, options, context, redactor)
  if (!snapshot) {
    context.stderr.write('interrupted: the list would not be whole\n')
    return 1
  }
  const certificates: readonly FoundCertificate[] = found(snapshot)
  const unread = [...unreadListings(snapshot), ...missingZones(options.zone, snapshot)]
  const text = options.json ? foundAsJson(certificates) : foundAsYaml(certificates)
  if (certificates.length > 0 || unread.length === 0) await write(redactor.apply(text), options.output, context)
  const gaps = [...uncheckedCertificates(snapshot), ...outsideThePlan(snapshot), ...leftOut(options, wanted.watch)]
  const warnings = gaps.map((line) => `warning: ${line}`)
  for (const line of [...warnings, ...unread]) context.stderr.write(`${printable(redactor.apply(line))}\n`)
  return unread.length > 0 ? 1 : 0
}

/** A new user has credentials in the environment, and no configuration yet. */
async function configurationFor(options: DiscoverOptions, { environment }: CliContext): Promise<Config> {
  if (options.configIsNamed || (await hasContent(options.config))) return readConfiguration(options.config, environment)
  const result = parseConfig('discover_zones: true\n', { path: options.config, env: environment })
  if (result.ok) return result.config
  const { credential, findings } = environmentCredential(environment)
  if (credential === undefined && findings.length === 0) throw new UserError(withoutCredential(options))
  throw new UserError(result.problems.map(formatProblem).join('\n'))
}

/** Of all kinds, those of accounts are left out where no account is known. */
function leftOut(scope: DiscoveryScope, { stores }: WatchList): readonly string[] {
  const isAsked = stores.some(({ kind }) => kinds[kind].scope === 'account')
  return wantedKinds(scope).account.length === 0 || isAsked
    ? []
    : ['the kinds of accounts were not looked for: name an account with --account ID']
}

function withoutCredential({ config: path, ...scope }: DiscoverOptions): string {
  const { zone, account } = wantedKinds(scope)
  const permissions = [...zone, ...account].map((kind) => kinds[kind].permission)
  const all = new Set([...permissions, ...(zone.length > 0 ? [permissionFor(zonesEndpoint)] : [])])
  return `discover has no credential to ask Cloudflare with. Set one:
  export CLOUDFLARE_API_TOKEN=…            a token
  export CLOUDFLARE_API_TOKEN_FILE=FILE    the file of a token
It needs the permissions ${[...all].join(' and ')}.
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

/** Undefined if a credential's zones could not be listed. The command says that instead. */
function missingZones(wanted: readonly string[] = [], snapshot: Snapshot): readonly string[] {
  if ([...snapshot.discoveries.values()].some(({ listed }) => listed === undefined)) return []
  const seen = zonesOf(snapshot)
  const isSeen = (name: string) =>
    name.includes('*') ||
    seen.some((zone) => [zone.scopeId, zone.name].some((each) => each.toLowerCase() === name.toLowerCase()))
  return wanted.filter((name) => !isSeen(name)).map((name) => `${name}: the credentials see no such zone`)
}
