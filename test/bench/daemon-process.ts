import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'rolldown'
import { stringify } from 'yaml'
import bundling from '../../rolldown.config.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { startProgram } from '../support/program.ts'
import { startSimulatorProcess } from './simulator-process.ts'

export interface DaemonProcess {
  readonly url: string
  /** Resolves when so many cycles are over since the start. */
  cycles(count: number): Promise<void>
  /** The sum of a family's values in what it exposes. */
  metric(name: string): Promise<number>
  close(): Promise<void>
}

/** The daemon, bundled and started as the image starts it, over so many certificates, ten a zone. A cycle every minute. */
export async function startDaemonProcess(certificates: number): Promise<DaemonProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-bench-'))
  const file = join(folder, 'daemon.mjs')
  await build({ ...bundling, input: 'test/bench/unpaced.ts', output: { ...bundling.output, file } })
  const simulator = await startSimulatorProcess(certificates)
  const config = join(folder, 'config.yaml')
  await writeFile(join(folder, 'token'), simulator.token)
  await writeFile(config, await configuration(certificates, simulator.baseUrl))
  const program = startProgram(
    process.execPath,
    ['--max-semi-space-size=4', '--heap-growing-percent=30', file, config],
    {
      env: { MALLOC_ARENA_MAX: '1' },
    },
  )
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  return {
    url,
    async cycles(count) {
      await program.saw(new RegExp(`(?:"event":"cycle_done"[\\s\\S]*){${count}}`))
    },
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text()
      return [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, 'gm'))].reduce(
        (sum, [, value]) => sum + Number(value),
        0,
      )
    },
    async close() {
      program.kill('SIGTERM')
      await program.exit
      await simulator.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function configuration(certificates: number, baseUrl: string): Promise<string> {
  const fleet = await largeFleet({ zones: certificates / 10, certificatesPerZone: 10, now: new Date() })
  return stringify({
    schedule: '*/20 * * * * *',
    cloudflare: { base_url: baseUrl },
    credentials: { default: { api_token_file: 'token' } },
    zones: fleet.zones.map(({ id }) => ({ zone_id: id, kinds: ['hostname'] })),
    state: { path: 'state.json' },
    server: { listen: '127.0.0.1:0' },
  })
}
