import process from 'node:process'
import { expect, test } from 'vitest'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { startProgram } from '../support/program.ts'
import { growth } from './soak/measure.ts'
import { live } from './soak/weeks.ts'

const day = (number: number, more: { heapBytes?: number; handles?: number; series?: number } = {}) => ({
  ...{ day: number, heapBytes: 30e6 + (number % 3) * 1e6, handles: 20, series: 1000 },
  ...more,
})
const days = Array.from({ length: 21 }, (_, index) => index)

test('the soak is content with noise, and with what fills up at first', () => {
  expect(growth(days.map((number) => day(number)))).toEqual([])
  expect(growth(days.map((number) => day(number, number < 7 ? { heapBytes: number * 4e6 } : {})))).toEqual([])
})

test.each([
  ['heapBytes', (number: number) => day(number, { heapBytes: 30e6 + number * 1e6 })],
  ['handles', (number: number) => day(number, { handles: 20 + number * 2 })],
  ['series', (number: number) => day(number, { series: 1000 + number })],
])('the soak notices that %s grow', (what, at) => {
  expect(growth(days.map(at)).join()).toContain(what)
})

const seed = seedFrom('SOAK_SEED')
const longSeconds = longSecondsOf('soak')

async function sample(): Promise<void> {
  const days = await live({ days: 1, hoursOfADay: 4, seed, speed: 10_000, onDay: () => undefined })
  expect(days).toHaveLength(1)
  expect(days[0]?.series).toBeGreaterThan(1_000)
}

/** In a process of its own: what the test runner keeps in memory would grow, too. */
async function atLength(): Promise<void> {
  const argv = ['--expose-gc', '--import', './src/needs-node-24.mjs', 'test/reliability/soak/soak.ts']
  const env = { SOAK_SEED: String(seed), SOAK_SECONDS: String(longSeconds), SOAK_DAYS: '1000' }
  const soak = startProgram(process.execPath, argv, { env })
  expect(await soak.exit, `${soak.stdout}${soak.stderr}`).toBe(0)
  process.stdout.write(soak.stdout)
}

if (longSeconds) test(`days go by, and nothing grows, SOAK_SEED=${seed}`, atLength, 7_200_000)
else test(`a few hours go by, and all gets well, SOAK_SEED=${seed}`, sample)
