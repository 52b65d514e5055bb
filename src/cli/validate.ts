import type { WatchList } from '../certificate/watch-list.ts'
import type { Config, Credential, Server } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import { ownShare } from '../config/sharding.ts'
import { formatDuration } from '../config/values/duration.ts'
import { readWebConfig } from '../config/web-config/read.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
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
  const secrets = await Promise.all([...credentials.values()].map(describeCredential))
  const gap = formatDuration(schedule.intervalSeconds)
  const cron = schedule.cron === schedule.text ? '' : ` (${schedule.cron})`
  stdout.write(
    `${path}: valid\n` +
      `  ${describeWatchList(watch)}\n` +
      `  schedule ${schedule.text}${cron}, ${schedule.timezone}, at most ${gap} apart\n` +
      secrets.join('') +
      (await describeMetrics(config.metrics)) +
      door,
  )
  return options.online ? validateOnline(config, context) : 0
}

async function validateOnline(config: Config, context: CliContext): Promise<number> {
  const { stdout, stderr } = context
  const trials = await tryOnline(ownShare(config), context)
  if (!trials) {
    stderr.write('interrupted: nothing can be said\n')
    return 1
  }
  for (const { outcome, text } of trials) stdout.write(`  ${outcome.padEnd(4)}  ${text}\n`)
  return trials.some(({ outcome }) => outcome === 'FAIL') ? 1 : 0
}

/** Where a credential comes from, with a line for what keeps it from being read: that may heal, so it is no fault of the file. */
async function describeCredential(credential: Credential): Promise<string> {
  const sources = credential.kind === 'token' ? [credential.token] : [credential.email, credential.key]
  const places = sources.map((source) =>
    source.kind === 'file' ? source.path : 'the configuration or the environment',
  )
  const reading = await readCredential(credential)
  const fault = reading.ok ? reading.oddity : reading.detail
  const warning = fault === undefined ? '' : `  warning: credentials.${credential.name}: ${fault}\n`
  const what = credential.kind === 'token' ? 'an API token' : 'an e-mail address and a key'
  return `  credentials ${credential.name}: ${what} from ${[...new Set(places)].join(' and ')}\n${warning}`
}

/** What the web configuration says, with a line for each warning. */
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
