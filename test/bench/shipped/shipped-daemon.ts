import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Program, startProgram } from '../../support/program.ts'
import type { SimulatorProcess } from '../simulator-process.ts'
import { environment, nodeFlags } from './as-shipped.ts'
import type { Bundle } from './bundles.ts'

export interface ShippedOptions {
  /** Where its configuration and its state are put. */
  readonly folder: string
  readonly bundle: Bundle
  readonly simulator: SimulatorProcess
  /** A cron expression. Without one there is only the first cycle. */
  readonly schedule?: string
  /** Flags for Node.js beside those of the image. */
  readonly flags?: readonly string[]
  readonly configuration?: Readonly<Record<string, unknown>>
}

export interface ShippedDaemon {
  readonly pid: number
  readonly url: string
  readonly program: Program
  /** The number of full cycles that have ended. */
  readonly ended: number
  /** Resolves when so many full cycles have ended since the start, with the seconds that the last of them took. */
  cycles(count: number): Promise<number>
  stop(): Promise<void>
}

/** The daemon as the image starts it: bundled, with its flags and environment, a state file and a log of JSON. */
export async function startShipped(options: ShippedOptions): Promise<ShippedDaemon> {
  const { bundle, simulator, flags = [] } = options
  const folder = await mkdtemp(join(options.folder, 'daemon-'))
  const config = join(folder, 'config.yaml')
  await writeFile(join(folder, 'token'), simulator.token)
  await writeFile(config, stringify(configurationOf(options)))
  const argv = [...nodeFlags, ...flags, bundle.program, 'run', '--config', config]
  const program = startProgram(process.execPath, argv, { cwd: folder, env: { ...environment, ...bundle.env } })
  const [, url = ''] = await program.saw(/"event":"started".*?"url":"([^"]+)"/)
  return {
    pid: program.pid,
    url,
    program,
    get ended() {
      return program.stderr.split('"event":"cycle_done","scope":"all"').length - 1
    },
    async cycles(count) {
      const cycle = '"event":"cycle_done","scope":"all".*?"failed":(\\d+),"seconds":([\\d.]+)[\\s\\S]*?'
      const [, failed, seconds] = await program.saw(new RegExp(`^[\\s\\S]*?(?:${cycle}){${count}}`))
      if (failed !== '0') throw new Error(`${failed} checks failed`)
      return Number(seconds)
    },
    async stop() {
      program.kill('SIGTERM')
      await program.exit
      await rm(folder, { recursive: true })
    },
  }
}

function configurationOf({ simulator, schedule = '@daily', configuration }: ShippedOptions): unknown {
  return {
    schedule,
    cloudflare: { base_url: simulator.baseUrl },
    credentials: { default: { api_token_file: 'token' } },
    zones: simulator.zones.map((id) => ({ zone_id: id, kinds: ['hostname'] })),
    state: { path: 'state.json' },
    server: { listen: '127.0.0.1:0' },
    ...configuration,
  }
}
