import { stateProblem } from '../config/checks/state-place.ts'
import type { Config, Credential, SecretSource } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import { sourcesOf } from '../config/secrets/credentials.ts'
import { ownShare } from '../config/sharding.ts'
import { formatDuration } from '../config/values/duration.ts'
import { readWebConfig, type WebConfigResult } from '../config/web-config/read.ts'
import { readCredential } from '../daemon/credential-secrets.ts'
import { trustFileProblems } from '../daemon/trust-files.ts'
import { counted } from '../inventory/counted.ts'
import { readConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import { describeMetrics } from './left-out-metrics.ts'
import { tryOnline } from './online.ts'
import type { ConfigOptions } from './program.ts'
import { describeShard, describeWatchList } from './watch-list-words.ts'

/** `validate`: every problem of a configuration at once, or what it says. */
export async function validate(options: ConfigOptions & { online?: true }, context: CliContext): Promise<number> {
  const { config: path } = options
  const { stdout } = context
  const config = await readConfiguration(path, context.environment)
  const { watch, schedule, credentials } = config
  const { webConfigFile } = config.server
  const web = webConfigFile === undefined ? undefined : await readWebConfig(webConfigFile)
  const faults = await faultsOfNamedFiles(config, web, context)
  if (faults.length > 0) throw new UserError(faults.join('\n'))
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
      describeDoor(webConfigFile, web),
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

/** Every problem of what the configuration names, one line each: the state's path, the web configuration, the CA files. */
async function faultsOfNamedFiles(
  config: Config,
  web: WebConfigResult | undefined,
  { clock }: CliContext,
): Promise<readonly string[]> {
  const state = await stateProblem(config, clock)
  const problems = [...(state ? [state] : []), ...(web && !web.ok ? web.problems : [])]
  return [...problems.map(formatProblem), ...(await trustFileProblems(config.trustFiles))]
}

/** A summary of the web configuration, with a line for each warning. */
function describeDoor(path: string | undefined, web: WebConfigResult | undefined): string {
  if (!web?.ok) return ''
  const { tls, users } = web.webConfig
  const warnings = web.warnings.map((warning) => `  warning: ${formatProblem(warning)}\n`)
  return `  ${path}: ${tls ? 'HTTPS' : 'plain HTTP'}, ${counted(users.size, 'user')}\n${warnings.join('')}`
}
