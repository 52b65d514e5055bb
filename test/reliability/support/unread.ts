import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import type { Program } from '../../support/program.ts'

/** As `startExporter`, with a log that goes where nobody reads. */
export function startUnread(configPath: string, log: number): Pick<Program, 'kill' | 'exit'> {
  const { PATH = '', HOME = '', TEST_RUN_BUNDLE: bundle = '' } = process.env
  const child = spawn(process.execPath, [bundle, 'run', '--config', configPath], {
    env: { PATH, HOME },
    stdio: ['ignore', 'ignore', log],
  })
  const exit = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 1)
  return { kill: (signal) => child.kill(signal), exit }
}
