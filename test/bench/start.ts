import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleOfTheSources } from '../run/bundle.ts'
import { startProgram } from '../support/program.ts'
import { type Figure, figure, median, tell } from './figure.ts'

const rounds = 9

const configuration = `
schedule: '@daily'
cloudflare: {base_url: 'http://127.0.0.1:9'}
certificates:
  - {zone_id: 023e105f4ecef8ad9ca31a8372d0c353, certificate_id: 2458ce5a-0c35-4c7f-82c7-8e9487d3ff60}
server: {listen: '127.0.0.1:0'}
`

/** From the start of the process until the daemon listens, against a bare `node -e 0`, by turns. */
export async function benchStart(): Promise<readonly Figure[]> {
  tell('start: bundled and from source, by turns with node -e 0')
  const folder = await mkdtemp(join(tmpdir(), 'exporter-bench-'))
  const bundle = await bundleOfTheSources()
  const config = join(folder, 'config.yaml')
  await writeFile(config, configuration)
  const times: Record<'bare' | 'bundled' | 'source', number[]> = { bare: [], bundled: [], source: [] }
  const stops: number[] = []
  // The first round fills the caches, the one for compiled sources too.
  for (let round = 0; round <= rounds; round++) {
    const now = {
      bare: await timeBare(),
      bundled: await timeStart([bundle], config),
      source: await timeStart(['--import', './src/needs-node-24.mjs', 'src/main.ts'], config),
    }
    if (round === 0) continue
    times.bare.push(now.bare)
    for (const kind of ['bundled', 'source'] as const) {
      times[kind].push(now[kind].start)
      stops.push(now[kind].stop)
    }
  }
  await rm(folder, { recursive: true })
  const reference = { value: median(times.bare), what: 'node -e 0' }
  const row = (kind: 'bundled' | 'source', atMost: number) =>
    figure({
      what: `start until listening, ${kind}`,
      ours: median(times[kind]),
      unit: 'ms',
      reference,
      target: { of: 'ratio', atMost },
    })
  // The promise is five seconds. Tests scale it by how busy the machine is.
  const stop = { what: 'SIGTERM until it has ended', ours: Math.max(...stops), unit: 'ms' } as const
  return [row('bundled', 5), row('source', 10), figure({ ...stop, target: { of: 'ours', atMost: 5_000 } })]
}

async function timeBare(): Promise<number> {
  const startedAt = performance.now()
  await startProgram(process.execPath, ['-e', '0']).exit
  return performance.now() - startedAt
}

/** Milliseconds until it listens, and from SIGTERM until it has ended. */
async function timeStart(
  argv: readonly string[],
  config: string,
): Promise<{ readonly start: number; readonly stop: number }> {
  const startedAt = performance.now()
  const env = { CLOUDFLARE_API_TOKEN: 'a-token-that-nobody-looks-at-in-a-benchmark' }
  const program = startProgram(process.execPath, [...argv, 'run', '--config', config], { env })
  await program.saw(/"event":"started"/)
  const start = performance.now() - startedAt
  const stoppedAt = performance.now()
  program.kill('SIGTERM')
  await program.exit
  return { start, stop: performance.now() - stoppedAt }
}
