import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { describeWithTools } from '../support/tools.ts'
import { complaintOfRules } from './prometheus/promtool.ts'
import { type RunOptions, type RunResult, run } from './run.ts'
import { storyOf } from './story-text.ts'

const longSeconds = longSecondsOf('simulation')
const first = longSeconds === undefined ? 1 : seedFrom('SIMULATION_SEED')

if (longSeconds === undefined) sample()
else
  test(`every promise holds for 30 days each, SIMULATION_SEED=${first}`, async () => {
    const end = performance.now() + longSeconds * 1000
    for (let seed = first; seed < first + 10 && performance.now() < end; seed++)
      await holds({ ...options(seed, 30), every: 1 })
  }, 7_200_000)

function sample(): void {
  const windows: object[] = []
  test.each([1, 2, 3, 4, 5])('every promise holds for ten days, seed %i', async (seed) => {
    // promtool takes longer than a run.
    const result = await holds({ ...options(seed, 10), windows: seed === 4 ? 1 : 0 })
    windows.push(...result.windows)
  })
  describeWithTools(['promtool'], 'hours around crossings, outages and restarts', () => {
    test('the shipped rules fire as the daemon judges, without a hole', async () => {
      expect(windows).not.toHaveLength(0)
      expect(await complaintOfRules(windows)).toBeUndefined()
    })
  })
}

const files = await readdir(new URL('seeds/', import.meta.url))
const kept = files.filter((name) => name.endsWith('.json'))

describe.skipIf(kept.length === 0)('what once broke a promise', () => {
  test.each(kept)('%s', async (name) => {
    await holds(JSON.parse(await readFile(new URL(`seeds/${name}`, import.meta.url), 'utf8')))
  })
})

function options(seed: number, days: number): RunOptions {
  return { seed, days, fleet: 20, every: 4 }
}

async function holds(of: RunOptions): Promise<RunResult> {
  const result = await run(of)
  expect(result.violation, storyOf(result)).toBeUndefined()
  expect(result.checks).toBeGreaterThan(of.days)
  return result
}
