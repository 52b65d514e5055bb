import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { type RunOptions, run } from './run.ts'
import { storyOf } from './story-text.ts'

test('the same seed gives the same run, event for event, and another seed another one', async () => {
  const [one, same, other] = [await run(options(7, 1)), await run(options(7, 1)), await run(options(8, 1))]
  expect(same.fingerprint).toBe(one.fingerprint)
  expect(other.fingerprint).not.toBe(one.fingerprint)
})

const longSeconds = longSecondsOf('simulation')
const first = longSeconds === undefined ? 1 : seedFrom('SIMULATION_SEED')

if (longSeconds === undefined)
  test.each([1, 2, 3, 4, 5])('every promise holds for ten days, seed %i', (seed) => holds(options(seed, 10)))
else
  test(`every promise holds for 30 days each, SIMULATION_SEED=${first}`, async () => {
    const end = performance.now() + longSeconds * 1000
    for (let seed = first; seed < first + 10 && performance.now() < end; seed++)
      await holds({ ...options(seed, 30), every: 1 })
  }, 7_200_000)

const kept = await readdir(new URL('seeds/', import.meta.url))

describe('what once broke a promise', () => {
  test.each(kept.filter((name) => name.endsWith('.json')))('%s', async (name) => {
    await holds(JSON.parse(await readFile(new URL(`seeds/${name}`, import.meta.url), 'utf8')))
  })
})

function options(seed: number, days: number): RunOptions {
  return { seed, days, fleet: 20, every: 4 }
}

async function holds(of: RunOptions): Promise<void> {
  const result = await run(of)
  expect(result.violation, storyOf(result)).toBeUndefined()
  expect(result.checks).toBeGreaterThan(of.days)
}
