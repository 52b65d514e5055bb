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
  // The first round fills the caches, the one for compiled sources too.
  for (let round = 0; round <= rounds; round++) {
    const now = {
      bare: await timeBare(),
      bundled: await timeStart([bundle], config),
      source: await timeStart(['--import', './src/needs-node-24.mjs', 'src/main.ts'], config),
    }
    if (round > 0) for (const kind of ['bare', 'bundled', 'source'] as const) times[kind].push(now[kind])
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
  return [row('bundled', 5), row('source', 10)]
}

async function timeBare(): Promise<number> {
  const startedAt = performance.now()
  await startProgram(process.execPath, ['-e', '0']).exit
  return performance.now() - startedAt
}

async function timeStart(argv: readonly string[], config: string): Promise<number> {
  const startedAt = performance.now()
  const env = { CLOUDFLARE_API_TOKEN: 'a-token-that-nobody-looks-at-in-a-benchmark' }
  const program = startProgram(process.execPath, [...argv, 'run', '--config', config], { env })
  await program.saw(/"event":"started"/)
  const time = performance.now() - startedAt
  program.kill('SIGTERM')
  await program.exit
  return time
}
