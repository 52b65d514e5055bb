import { formatDuration } from '../config/duration.ts'
import { readConfiguration } from './configuration.ts'
import type { CliContext } from './context.ts'
import type { ConfigOptions } from './program.ts'

/** `validate`: every problem of a configuration at once, or what it says. */
export async function validate({ config: path }: ConfigOptions, { environment, stdout }: CliContext): Promise<number> {
  const { certificates, schedule, credentials } = await readConfiguration(path, environment)
  const zones = new Set(certificates.map(({ zoneId }) => zoneId)).size
  const gap = formatDuration(schedule.intervalSeconds)
  stdout.write(
    `${path}: valid\n` +
      `  ${count(certificates.length, 'certificate')} in ${count(zones, 'zone')}\n` +
      `  schedule ${schedule.text} (${schedule.cron}, ${schedule.timezone}), at most ${gap} apart\n` +
      `  credentials ${[...credentials.keys()].join(', ')}\n`,
  )
  return 0
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
