import { formatDuration } from '../config/duration.ts'
import type { Server } from '../config/model.ts'
import { formatProblem } from '../config/problems.ts'
import { readWebConfig } from '../config/web-config/read.ts'
import { readConfiguration } from './configuration.ts'
import { type CliContext, UserError } from './context.ts'
import type { ConfigOptions } from './program.ts'

/** `validate`: every problem of a configuration at once, or what it says. */
export async function validate({ config: path }: ConfigOptions, { environment, stdout }: CliContext): Promise<number> {
  const { certificates, schedule, credentials, server } = await readConfiguration(path, environment)
  const door = await describeDoor(server)
  const zones = new Set(certificates.map(({ zoneId }) => zoneId)).size
  const gap = formatDuration(schedule.intervalSeconds)
  stdout.write(
    `${path}: valid\n` +
      `  ${count(certificates.length, 'certificate')} in ${count(zones, 'zone')}\n` +
      `  schedule ${schedule.text} (${schedule.cron}, ${schedule.timezone}), at most ${gap} apart\n` +
      `  credentials ${[...credentials.keys()].join(', ')}\n` +
      door,
  )
  return 0
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
