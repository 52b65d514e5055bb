import { readdir, readFile } from 'node:fs/promises'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { longSecondsOf } from '../support/long.ts'
import { requireTool } from '../support/tools.ts'
import { complaintOfRules } from './prometheus/promtool.ts'
import { type RunOptions, type RunResult, run } from './run.ts'
import { storyOf } from './story-text.ts'

const longSeconds = longSecondsOf('simulation')
/** Always the same ones, unless others are asked for: what another seed finds is no fault of the change that is tested. */
const first = Number(process.env['SIMULATION_SEED'] ?? 1)

if (longSeconds === undefined) sample()
else {
  const windowsEach = requireTool('promtool') ? 1 : 0
  const reason = windowsEach === 0 ? ' (the rules are skipped: promtool not installed)' : ''
  test(`every promise holds for 30 days each, SIMULATION_SEED=${first}${reason}`, async () => {
    const end = performance.now() + longSeconds * 1000
    for (let seed = first; seed < first + 10 && performance.now() < end; seed++) {
      const { windows } = await holds({ seed, days: 30, fleet: 20, windows: windowsEach })
      expect(windows).toHaveLength(windowsEach)
      if (windowsEach > 0) expect(await complaintOfRules(windows), `the shipped rules, seed ${seed}`).toBeUndefined()
    }
  }, 7_200_000)
}

function sample(): void {
  test.each([1, 2, 3, 4, 5])('every promise holds for ten days, seed %i', async (seed) => {
    await holds({ seed, days: 10, fleet: 20, every: 4 })
  })
}

const files = await readdir(new URL('seeds/', import.meta.url))
const kept = await Promise.all(files.filter((name) => name.endsWith('.json')).map(optionsIn))
/** Others are left to the long run. */
const mostDays = 10
const repeated = kept.filter(([, { days }]) => longSeconds !== undefined || days <= mostDays)

describe.skipIf(repeated.length === 0)('what once broke a promise', () => {
  test.each(repeated)('%s', async (_, options) => {
    await holds(options)
  })
})

async function optionsIn(name: string): Promise<readonly [string, RunOptions]> {
  return [name, JSON.parse(await readFile(new URL(`seeds/${name}`, import.meta.url), 'utf8'))]
}

async function holds(of: RunOptions): Promise<RunResult> {
  const result = await run(of)
  expect(result.violation, storyOf(result)).toBeUndefined()
  expect(result.checks).toBeGreaterThan(of.days)
  return result
}
