import type { WatchList } from '../certificate/watch-list.ts'
import type { Config, Credential, SecretSource, Server } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import { sourcesOf } from '../config/secrets/credentials.ts'
import { ownShare, shardOf } from '../config/sharding.ts'
import { formatDuration } from '../config/values/duration.ts'
import { readWebConfig } from '../config/web-config/read.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
import { trustFileProblems } from '../daemon/trust-files.ts'
import { readDaemonConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { describeMetrics } from './left-out-metrics.ts'
import { tryOnline } from './online.ts'
import type { ConfigOptions } from './program.ts'

/** `validate`: every problem of a configuration at once, or what it says. */
export async function validate(options: ConfigOptions & { online?: true }, context: CliContext): Promise<number> {
  const { config: path } = options
  const { stdout } = context
  const config = await readDaemonConfiguration(path, context)
  const { watch, schedule, credentials, server } = config
  const door = await describeDoor(server)
  const caFaults = await trustFileProblems(config.trustFiles)
  if (caFaults.length > 0) throw new UserError(caFaults.join('\n'))
  const secrets = await Promise.all([...credentials.values()].map(describeCredential))
  const gap = formatDuration(schedule.intervalSeconds)
  const cron = schedule.cron === schedule.text ? '' : ` (${schedule.cron})`
  stdout.write(
    `${path}: valid\n` +
      `  ${describeWatchList(watch)}\n` +
      describeShard(config) +
      `  schedule ${schedule.text}${cron}, ${schedule.timezone}, at most ${gap} apart\n` +
      secrets.join('') +
      (await describeMetrics(config.metrics)) +
      door,
  )
  return options.online ? validateOnline(config, context) : 0
}

async function validateOnline(config: Config, context: CliContext): Promise<number> {
  const { stdout, stderr } = context
  const isFine = await tryOnline(ownShare(config), context, ({ outcome, text, remedy }) => {
    const advice = remedy === undefined ? '' : `        what to do: ${remedy}\n`
    stdout.write(`  ${outcome.padEnd(4)}  ${text}\n${advice}`)
  })
  if (isFine === undefined) stderr.write('interrupted: nothing can be said\n')
  return isFine ? 0 : 1
}

/** The source of a credential, with a line if it cannot be read. That may heal, so it is no fault of the file. */
async function describeCredential(credential: Credential): Promise<string> {
  const places = sourcesOf(credential).map(placeOf)
  const reading = await readCredential(credential)
  const fault = reading.ok ? reading.oddity : reading.detail
  const warning = fault === undefined ? '' : `  warning: credentials.${credential.name}: ${fault}\n`
  const what = credential.kind === 'token' ? 'an API token' : 'an e-mail address and a key'
  return `  credentials ${credential.name}: ${what} from ${[...new Set(places)].join(' and ')}\n${warning}`
}

function placeOf(source: SecretSource): string {
  const { variable } = source
  if (source.kind === 'file') return variable === undefined ? source.path : `${source.path} (${variable})`
  return variable === undefined ? 'the configuration' : `the environment variable ${variable}`
}

/** The share of this instance. What discoveries find is divided in the same way. */
function describeShard({ shard, watch }: Config): string {
  const { index, total } = shard
  if (total === 1) return ''
  const isOwn = (placeId: string) => shardOf(placeId, total) === index
  const certificates = watch.certificates.map(({ scopeId }) => scopeId)
  const hostnames = watch.hostnames.map(({ zoneId }) => zoneId)
  const places = new Set([...certificates, ...hostnames, ...watch.stores.map(({ scopeId }) => scopeId)])
  const own = [...places].filter(isOwn).length
  const entries = `${count(certificates.filter(isOwn).length, 'certificate')} and ${count(hostnames.filter(isOwn).length, 'hostname')}`
  const found = watch.discoveries.length > 0 ? ', and its part of the zones that are found' : ''
  return `  shard ${index} of ${total} (the first is 0): ${entries}, in ${own} of the ${count(places.size, 'zone')} above${found}\n`
}

/** A summary of the web configuration, with a line for each warning. */
async function describeDoor({ webConfigFile }: Server): Promise<string> {
  if (webConfigFile === undefined) return ''
  const result = await readWebConfig(webConfigFile)
  if (!result.ok) throw new UserError(result.problems.map(formatProblem).join('\n'))
  const { tls, users } = result.webConfig
  const warnings = result.warnings.map((warning) => `  warning: ${formatProblem(warning)}\n`)
  return `  ${webConfigFile}: ${tls ? 'HTTPS' : 'plain HTTP'}, ${count(users.size, 'user')}\n${warnings.join('')}`
}

function describeWatchList({ certificates, hostnames, stores, discoveries }: WatchList): string {
  const zoneIds = [
    ...[...certificates, ...stores].map(({ scopeId }) => scopeId),
    ...hostnames.map(({ zoneId }) => zoneId),
  ]
  const whole = new Set(stores.map(({ scopeId }) => scopeId)).size
  const parts = [
    certificates.length > 0 && count(certificates.length, 'certificate'),
    hostnames.length > 0 && count(hostnames.length, 'hostname'),
    whole > 0 && `all certificates of ${count(whole, 'zone')}`,
  ]
  const listed = parts.filter((part) => part !== false).join(', ')
  const named = listed && `${listed} in ${count(new Set(zoneIds).size, 'zone')}`
  const found = discoveries.map(({ credentials }) => `every zone that ${credentials} can see`)
  return [named, ...found].filter(Boolean).join(', ')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
