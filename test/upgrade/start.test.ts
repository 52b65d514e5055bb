import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { type Scrape, scrape } from '../reliability/support/scrape.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { type Program, startExporter } from '../support/program.ts'
import { layOut, oldPath, oldScrape } from './fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'exporter-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the old version logged as warnings and errors in its first cycle with this fleet. */
const complaintsBefore = ['check_failed', 'hostname_read', 'permission_missing', 'state_changed']

/** Series that look different now on purpose: the entry of docs/upgrading.md that says so, and what it makes of one. */
const knowinglyChanged = [
  { entry: 'Labels have U+FFFD', change: (series: string) => series.replaceAll(/\p{Bidi_Control}/gu, '\u{FFFD}') },
]

interface Complaint {
  readonly level: string
  readonly event: string
}

function complaintsOf({ stderr }: Program): readonly string[] {
  const lines = stderr.split('\n').filter((line) => line !== '')
  const parsed = lines.map((line): Complaint => JSON.parse(line))
  return parsed.filter(({ level }) => level === 'warn' || level === 'error').map(({ event }) => event)
}

test.each([
  { name: 'config.example.yaml', path: oldPath('config.example.yaml') },
  { name: 'config.yaml', path: layOut(join(folder, 'validated')) },
])('the old $name is valid, and there is nothing to say about it', ({ path }) => {
  const args = ['--import', './src/needs-node-24.mjs', 'src/main.ts', 'validate', '--config', path]
  const env = { ...process.env, CLOUDFLARE_API_TOKEN: 'made-up' }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^\S+: valid\n/)
  expect(stdout).not.toContain('warning')
  expect(status).toBe(0)
})

describe('started from the old state while nobody answers', () => {
  const old = oldScrape('metrics-in-outage.txt')
  let program: Program
  let shown: Scrape

  beforeAll(async () => {
    program = startExporter(['run', '--config', layOut(join(folder, 'outage'))])
    const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
    await program.saw(/"event":"cycle_done"/)
    shown = await scrape(url)
  })
  afterAll(async () => {
    program.kill('SIGTERM')
    await program.exit
  })

  /** Their values go with the clock or with how far this process has come, not with what is known. */
  const ofTheProcess = /^cloudflare_cert_expiry_days|^cloudflare_cert_exporter_/
  const metrics = [...new Set(old.text.match(/^\w+/gm))]

  test.each(knowinglyChanged)('docs/upgrading.md says what is different: $entry', ({ entry }) => {
    expect(readFileSync('docs/upgrading.md', 'utf8')).toContain(`- **${entry}**`)
  })

  test.each(metrics.filter((name) => !ofTheProcess.test(name)))('%s has every value that it had', (name) => {
    const before = seriesOf(old, name)
    expect(before.size).toBeGreaterThan(0)
    const now = seriesOf(shown, name)
    for (const [series, value] of before) expect(now.get(asItIsNow(series)), series).toBeCloseTo(value, 2)
  })

  test('every other metric is still there', () => {
    const now = new Set(shown.text.match(/^\w+/gm))
    expect(metrics.filter((name) => !now.has(name))).toEqual([])
  })

  test('nothing but the outage is complained of', () => {
    expect([...new Set(complaintsOf(program))].sort()).toEqual([
      'check_failed',
      'cycle_done',
      'discovery_failed',
      'hostname_failed',
      'listing_failed',
      'requests_held_back',
      'token_unverified',
    ])
  })
})

describe('started from the old state while Cloudflare answers', () =>
  test('nothing is complained of that the old version did not complain of', async () => {
    const fleet = await sharedDemoFleet()
    const simulator = await startSimulator({ fleet, clock: () => new Date() })
    const config = layOut(join(folder, 'answers'), simulator.baseUrl)
    const program = startExporter(['run', '--config', config])
    try {
      await program.saw(/"event":"cycle_done","scope":"all"/)
      expect([...new Set(complaintsOf(program))].filter((event) => !complaintsBefore.includes(event))).toEqual([])
    } finally {
      program.kill('SIGTERM')
      expect(await program.exit).toBe(0)
      await simulator.close()
    }
    const { writer, certificates } = JSON.parse(readFileSync(join(folder, 'answers', 'state.json'), 'utf8'))
    expect(writer).toBeDefined()
    expect(Object.keys(certificates).length).toBeGreaterThan(25)
  }))

function asItIsNow(series: string): string {
  return knowinglyChanged.reduce((changed, { change }) => change(changed), series)
}

/** Each series as it stands there, with its value. */
function seriesOf({ text }: Scrape, metric: string): ReadonlyMap<string, number> {
  const lines = text.matchAll(new RegExp(`^(${metric}(?:\\{.*\\})?) (\\S+)$`, 'gm'))
  return new Map([...lines].map(([, series = '', value]) => [series, Number(value)]))
}
