import { readFile, rename, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { type Program, startExporter } from '../support/program.ts'
import { forgetPeak, peakBytes, residentBytes } from './support/memory.ts'
import { expiries, scrape } from './support/scrape.ts'

const mostGrowth = 100
let simulator: Simulator
let configuration: ConfigurationFile
let program: Program
let url: string
let good: string

beforeAll(async () => {
  const fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  configuration = await writeConfiguration(
    simulator,
    fleet.certificates.filter(({ name }) => name === 'fine-rsa'),
  )
  good = await readFile(configuration.path, 'utf8')
  program = startExporter(['run', '--config', configuration.path])
  url = await program.saw(/"url":"([^"]+)"/).then(([, found = '']) => found)
  await program.saw(/"event":"cycle_done"/)
})
afterAll(async () => {
  program.kill('SIGTERM')
  await program.exit
  await simulator.close()
  await configuration.remove()
})

/** As an editor does: the daemon never sees half of it. */
async function replace(text: string): Promise<void> {
  await writeFile(`${configuration.path}.new`, text)
  await rename(`${configuration.path}.new`, configuration.path)
}

const zone = '023e105f4ecef8ad9ca31a8372d0c353'
const entry = (index: number, more: string) =>
  `- {zone_id: ${zone}, certificate_id: "${String(index).padStart(32, '0')}", ${more}}`

function nestedAnchors(): string {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'a0: &a0 [x, x, x, x]'
      : `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  )
  return `${levels.join('\n')}\n${good}`
}

/** One long map of labels, used by thousands of entries: nothing is nested, and it is twenty million labels. */
function sharedLabels(): string {
  const labels = Array.from({ length: 5_000 }, (_, i) => `l${i}: x`).join(', ')
  const entries = Array.from({ length: 4_000 }, (_, i) => entry(i, i === 0 ? `labels: &l {${labels}}` : 'labels: *l'))
  return `certificates:\n${entries.join('\n')}\n`
}

test.each<[string, () => string, RegExp]>([
  ['nested anchors', nestedAnchors, /aliases/],
  ['one anchor that thousands share', sharedLabels, /aliases/],
  ['64 MB of white space', () => ' '.repeat(64 * 2 ** 20), /larger than/],
  ['64 MB of entries', () => `${'- x\n'.repeat(16 * 2 ** 20)}`, /larger than/],
  ['a hundred thousand brackets', () => '['.repeat(100_000), /./],
  ['a key of 1 MB', () => `${'k'.repeat(2 ** 20)}: 1\n${good}`, /./],
  ['a value of 1 MB', () => good.replace(/name: .*/, `name: ${'n'.repeat(2 ** 20)}\nbogus: 1`), /./],
  ['no UTF-8', () => '\u0000\u0001', /./],
])(
  '%s: refused, and nothing else changes',
  async (_, text, problem) => {
    const known = expiries(await scrape(url))
    await replace(text())
    await forgetPeak(program.pid)
    const before = await residentBytes(program.pid)
    const startedAt = performance.now()
    const answer = await fetch(`${url}/-/reload`, { method: 'POST' })
    const seconds = (performance.now() - startedAt) / 1000
    const grown = Math.round(((await peakBytes(program.pid)) - before) / 2 ** 20)
    process.stdout.write(`${expect.getState().currentTestName}: ${grown} MB more, ${seconds.toFixed(1)} s\n`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toMatch(problem)
    expect(grown).toBeLessThan(mostGrowth)
    expect(seconds).toBeLessThan(5)
    const shown = await scrape(url)
    expect(shown.value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(0)
    expect(expiries(shown)).toEqual(known)
    await replace(good)
    await vi.waitFor(async () => expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200))
  },
  60_000,
)
