import { readFile, rename, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { type Program, startExporter } from '../support/program.ts'
import { forgetPeak, mainThreadSeconds, peakBytes, residentBytes } from './support/memory.ts'
import { expiries, scrape } from './support/scrape.ts'

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

/** The garbage collector decides when memory is given back: 94 to 104 MB have been seen for 8 MB of entries that are none. */
const limits = { growthMegabytes: 125, ofTheMainThread: 0.5 }

const repeated = (text: string, bytes: number) => text.repeat(Math.floor(bytes / text.length))
const eight = 8 * 2 ** 20 - 100

/** What is judged, and how fast, is in test/config/yaml-bounds.test.ts. This is what a running daemon notices of it. */
test.each<[string, () => string, RegExp]>([
  ['64 MB of white space', () => ' '.repeat(64 * 2 ** 20), /larger than/],
  ['8 MB of entries that are none', () => `certificates:\n${repeated('- x\n', eight)}`, /too many/],
  [
    '20,000 entries with unknown keys',
    () => `certificates:\n${'- {aname: 1, bname: 1}\n'.repeat(20_000)}`,
    /unknown key/,
  ],
  [
    '400,000 keys in one map',
    () => `x: {${Array.from({ length: 400_000 }, (_, i) => `k${i}: 1`).join(', ')}}`,
    /too much/,
  ],
  ['100,000 brackets', () => '['.repeat(100_000), /too deep/],
  ['the same in 16 kB', () => '['.repeat(16_000), /too deep/],
  ['16 kB of entries that are none', () => `certificates:\n${repeated('- x\n', 16_000)}`, /problems like those/],
  ['one line of 8 MB', () => repeated('x', eight), /too long/],
  ['no UTF-8', () => '\u0000\u0001', /./],
])('%s: refused, and nothing else changes', async (_, text, problem) => {
  const known = expiries(await scrape(url))
  await replace(text())
  await forgetPeak(program.pid)
  const before = { bytes: await residentBytes(program.pid), seconds: await mainThreadSeconds(program.pid) }
  const answer = await fetch(`${url}/-/reload`, { method: 'POST' })
  const seconds = (await mainThreadSeconds(program.pid)) - before.seconds
  const grown = Math.round(((await peakBytes(program.pid)) - before.bytes) / 2 ** 20)
  process.stdout.write(
    `${expect.getState().currentTestName}: ${grown} MB more, ${seconds.toFixed(2)} s of the main thread\n`,
  )
  expect(answer.status).toBe(500)
  expect(await answer.text()).toMatch(problem)
  expect(grown).toBeLessThan(limits.growthMegabytes)
  expect(seconds).toBeLessThan(limits.ofTheMainThread)
  const shown = await scrape(url)
  expect(shown.value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(0)
  expect(expiries(shown)).toEqual(known)
})

test('one that takes a thread of its own is taken into force like any other', async () => {
  await replace(`${good}# ${'x'.repeat(60)}\n${'# a comment\n'.repeat(5_000)}`)
  expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200)
  expect((await scrape(url)).value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(1)
})
