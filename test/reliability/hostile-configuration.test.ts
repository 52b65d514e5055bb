import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { type ConfigurationFile, writeConfiguration } from '../support/configuration.ts'
import { processorSlowness } from '../support/cpu.ts'
import { hostileTexts, repeated } from '../support/hostile-texts.ts'
import { type Program, startAsShipped } from '../support/program.ts'
import { replaceFile } from '../support/replace-file.ts'
import { sampleOf } from '../support/sample.ts'
import { forgetPeak, peakAnonymousBytes } from './support/memory.ts'
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
  const NODE_OPTIONS = '--import ./test/reliability/support/longest-turn.mjs'
  program = startAsShipped(['run', '--config', configuration.path], { NODE_OPTIONS })
  url = await program.saw(/"url":"([^"]+)"/).then(([, found = '']) => found)
  await program.saw(/"event":"cycle_done"/)
})
afterAll(async () => {
  program.kill('SIGTERM')
  await program.exit
  await simulator.close()
  await configuration.remove()
})

const replace = (text: string) => replaceFile(configuration.path, text)

async function reload(): Promise<Response> {
  return fetch(`${url}/-/reload`, { method: 'POST' })
}

let asked = 0

/** The longest turn of the event loop since it was last asked for, in milliseconds of processor time. */
async function longestTurn(): Promise<number> {
  asked += 1
  program.kill('SIGUSR2')
  const [, milliseconds] = await program.saw(new RegExp(`^${asked}\\. longest turn ([\\d.]+) ms$`, 'm'))
  return Number(milliseconds)
}

/** The chart gives a pod 256 MiB, beyond which the kernel kills the daemon. Seen on a busy machine: 175 MB, and 14 ms. */
const limits = { megabytes: 200, turnMs: 50 }

/** Of what test/config/yaml-bounds.test.ts judges, those that need most. */
const costly = [
  '400,000 keys in one map',
  '40,000 times the same key',
  '100,000 aliases in entries',
  '100,000 brackets',
  'one line',
  'empty lines',
  'entries that are none',
  'entries with unknown keys',
  'entries with many one-letter keys',
  'entries of brackets',
  '20,000 entries of long texts',
  'maps in one pair of brackets',
  'a list of lists instead of a map',
  'many short lists',
  'thousands of credentials, and thousands of unknown ones',
]

/** What is judged, and how fast, is in test/config/yaml-bounds.test.ts. This is what a running daemon notices of it. */
test.each<readonly [string, () => string]>([
  ...sampleOf(
    'hostileTexts',
    'hostile texts',
    hostileTexts.filter(([name]) => costly.includes(name)),
    2,
  ),
  ['64 MB of white space', () => ' '.repeat(64 * 2 ** 20)],
  ['brackets in 16 kB', () => '['.repeat(16_000)],
  ['entries that are none in 16 kB', () => `certificates:\n${repeated('- x\n', 16_000)}`],
  ['no UTF-8', () => '\u0000\u0001'],
])('%s: refused, and nothing else changes', async (_, text) => {
  const known = expiries(await scrape(url))
  await replace(text())
  await forgetPeak(program.pid)
  await longestTurn()
  const answer = await reload()
  const turn = await longestTurn()
  const peak = Math.round((await peakAnonymousBytes(program.pid)) / 2 ** 20)
  process.stdout.write(`${expect.getState().currentTestName}: ${peak} MB, longest turn ${turn} ms\n`)
  expect(answer.status).toBe(500)
  expect(await answer.text()).toContain('config.yaml:')
  expect(peak).toBeLessThan(limits.megabytes)
  expect(turn).toBeLessThan(limits.turnMs * processorSlowness())
  const shown = await scrape(url)
  expect(shown.value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(0)
  expect(expiries(shown)).toEqual(known)
})

test('one that takes a thread of its own is taken into force like any other', async () => {
  await replace(`${good}# ${'x'.repeat(60)}\n${'# a comment\n'.repeat(5_000)}`)
  expect((await reload()).status).toBe(200)
  expect((await scrape(url)).value('cloudflare_cert_exporter_config_last_reload_successful')).toBe(1)
})
