import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'rolldown'
import config from '../../../rolldown.config.ts'
import { type Program, startProgram } from '../../support/program.ts'

/** Bundles the program into a folder: that starts in a third of the time. */
export async function bundleInto(folder: string): Promise<string> {
  const file = join(folder, 'cloudflare-cert-exporter.mjs')
  await build({ ...config, output: { ...config.output, file } })
  return file
}

export function startBundle(bundle: string, configPath: string): Program {
  return startProgram(process.execPath, [bundle, 'run', '--config', configPath])
}

/** As `startBundle`, with a log that goes where nobody reads. */
export function startUnreadBundle(bundle: string, configPath: string, log: number): Pick<Program, 'kill' | 'exit'> {
  const { PATH = '', HOME = '' } = process.env
  const argv = [bundle, 'run', '--config', configPath]
  const child = spawn(process.execPath, argv, { env: { PATH, HOME }, stdio: ['ignore', 'ignore', log] })
  const exit = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 1)
  return { kill: (signal) => child.kill(signal), exit }
}
