import type { CliContext } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/program.ts'
import { type Clock, systemClock } from '../../src/clock.ts'

export interface CliSettings {
  readonly environment?: Readonly<Record<string, string>>
  /** The width of the terminal that both outputs are; none without it. */
  readonly columns?: number
  readonly interrupted?: Promise<void>
  /** Default: the system's. */
  readonly clock?: Clock
}

/** Runs a command line in this process and collects what it says. */
export async function cli(
  argv: readonly string[],
  { environment = {}, columns, interrupted, clock = systemClock }: CliSettings = {},
) {
  const written = { stdout: '', stderr: '' }
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text
    },
    unread: 0,
    onRead: () => undefined,
    isTerminal: columns !== undefined,
    columns,
  })
  const context: CliContext = {
    environment,
    stdout: output('stdout'),
    stderr: output('stderr'),
    nodeVersion: '24.0.0',
    clock,
    random: () => 0,
    interrupted: interrupted ?? new Promise(() => undefined),
    onHangup: () => undefined,
  }
  const code = await runCli(argv, context)
  return { code, ...written }
}
