import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { api, empty, exampleCom, legacy, shop } from '../../src/simulator/fleet/zones.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import type { Program } from '../support/program.ts'

/** What a daemon did and showed in a first cycle and, after a restart, in a second one. Each is a list of sorted lines. */
export interface Recording {
  readonly requests: readonly string[]
  readonly metrics: readonly string[]
  readonly state: readonly string[]
  readonly log: readonly string[]
}

export const recordedFiles = ['requests', 'metrics', 'state', 'log'] as const satisfies readonly (keyof Recording)[]

/** Every form of configuration that there was before `accounts`, and no kinds but the two of Authenticated Origin Pulls. */
function configuration(baseUrl: string): object {
  const certificate = (number: string, more: object) => ({
    certificate_id: `5e4f1c2a-7b3d-4e60-9a8c-0000000000${number}`,
    ...more,
  })
  return {
    schedule: '@daily',
    cloudflare: { base_url: baseUrl, requests_per_5m: 1200 },
    credentials: { default: { api_token_file: 'token' } },
    certificates: [
      certificate('46', { zone_id: legacy.id, zone: legacy.name, name: 'server-only', labels: { team: 'web' } }),
      certificate('10', { zone_id: api.id, zone: api.name, kind: 'zone', thresholds: { warning: '33%' } }),
      certificate('40', { zone_id: exampleCom.id, name: 'unknown-id' }),
    ],
    hostnames: [
      { zone_id: exampleCom.id, hostname: 'payments.example.com', zone: exampleCom.name },
      { zone_id: exampleCom.id, hostname: 'retired.example.com', zone: exampleCom.name, labels: { team: 'web' } },
    ],
    zones: [{ zone_id: api.id, zone: api.name, kinds: ['zone'] }, { zone_id: empty.id }],
    discover_zones: { include: ['example.com', shop.id] },
    state: { path: 'state.json' },
    server: { listen: '127.0.0.1:0' },
  }
}

/** @param start starts the program that is recorded, with these arguments */
export async function record(start: (args: readonly string[]) => Program): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'exporter-recording-'))
  const now = new Date()
  const simulator = await startSimulator({ fleet: await demoFleet({ now }), clock: () => new Date() })
  const config = join(folder, 'config.yaml')
  await writeFile(join(folder, 'token'), defaultCredentials.token)
  await writeFile(config, stringify(configuration(simulator.baseUrl)))
  const seen: { metrics: string; log: string } = { metrics: '', log: '' }
  try {
    for (const _ of ['first', 'second']) {
      const program = start(['run', '--config', config])
      seen.metrics = await metricsAfterCycle(program)
      seen.log += program.stderr
    }
    const state = await readFile(join(folder, 'state.json'), 'utf8')
    const comparable = (text: string) => withoutChance(text, now, [folder, simulator.baseUrl])
    return {
      requests: simulator.requests.map(({ path }) => path).toSorted(),
      metrics: linesOf(comparable(seen.metrics))
        .filter((line) => line.includes('cloudflare_') && !line.includes(hangsOnTiming))
        .map(withoutOwnValue)
        .toSorted(),
      state: flatLines(JSON.parse(state)).map(comparable).toSorted(),
      log: [...new Set(linesOf(seen.log).map((line) => comparable(logLine(line))))].toSorted(),
    }
  } finally {
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function metricsAfterCycle(program: Program): Promise<string> {
  try {
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    await program.saw(/"event":"cycle_done"/)
    return await (await fetch(new URL('/metrics', url))).text()
  } finally {
    program.kill('SIGTERM')
    await program.exit
  }
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

function logLine(line: string): string {
  const { level, event, msg }: Readonly<Record<string, unknown>> = JSON.parse(line)
  // How long a cycle took goes with the load of the machine, and is told again where it has changed.
  return `${level} ${event} ${msg}`.replace(/ takes \d+ s .*/, ' takes * s')
}

/** `a.b.0 = value`, a line for each. */
function flatLines(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path} = ${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([key, each]) => flatLines(each, path === '' ? key : `${path}.${key}`))
}

/** It is there only once the state was written, which may be before or after the scrape. */
const hangsOnTiming = 'cloudflare_cert_exporter_state_last_write_successful'

/** What this process has measured of itself is another figure each time. */
function withoutOwnValue(line: string): string {
  return line.startsWith('cloudflare_cert_exporter_') ? line.replace(/ \S+$/, ' *') : line
}

const tenMinutes = 600

/** Keys and serial numbers of the fleet are other ones each time, and its times lie at a distance from now. */
function withoutChance(text: string, now: Date, names: readonly string[]): string {
  const from = now.getTime() / 1000
  const distance = (seconds: number) => `now${Math.round((seconds - from) / tenMinutes) * tenMinutes}`
  return names
    .reduce((named, name) => named.replaceAll(name, '*'), text)
    .replaceAll(/127\.0\.0\.1:\d+/g, '*')
    .replaceAll(/^(writer\.(?:id|number|since)) = .*/g, '$1 = *')
    .replaceAll(
      /^(cloudflare_\w+_days\{.*\} )(\S+)$/gm,
      (_, series: string, days: string) => `${series}${Math.round(Number(days))}`,
    )
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'fingerprint')
    .replaceAll(/\b\d{30,}\b/g, 'serial')
    .replaceAll(/\b1[5-9]\d{8}(?:\.\d+)?\b|\b2\d{9}(?:\.\d+)?\b/g, (seconds) => distance(Number(seconds)))
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => distance(Date.parse(instant) / 1000))
}
