import type { Config, Credential, SecretSource, Server } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import { sourcesOf } from '../config/secrets/credentials.ts'
import { ownShare } from '../config/sharding.ts'
import { formatDuration } from '../config/values/duration.ts'
import { readWebConfig } from '../config/web-config/read.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
import { trustFileProblems } from '../daemon/trust-files.ts'
import { counted } from '../inventory/counted.ts'
import { readDaemonConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { describeMetrics } from './left-out-metrics.ts'
import { tryOnline } from './online.ts'
import type { ConfigOptions } from './program.ts'
import { describeShard, describeWatchList } from './watch-list-words.ts'

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

/** A summary of the web configuration, with a line for each warning. */
async function describeDoor({ webConfigFile }: Server): Promise<string> {
  if (webConfigFile === undefined) return ''
  const result = await readWebConfig(webConfigFile)
  if (!result.ok) throw new UserError(result.problems.map(formatProblem).join('\n'))
  const { tls, users } = result.webConfig
  const warnings = result.warnings.map((warning) => `  warning: ${formatProblem(warning)}\n`)
  return `  ${webConfigFile}: ${tls ? 'HTTPS' : 'plain HTTP'}, ${counted(users.size, 'user')}\n${warnings.join('')}`
}
