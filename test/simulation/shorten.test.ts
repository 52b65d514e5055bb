import { expect, test } from 'vitest'
import { happenings, type RunOptions, type RunResult } from './run.ts'
import { shortened } from './shorten.ts'
import { World } from './world/world.ts'

const all = Object.keys(happenings)
const needed = ['kill', 'disk_full']
const world = new World({ seed: 1, fleet: 1 })

/** A run that fails on its third day, if all that it needs happens. */
function outcomeOf(options: RunOptions): RunResult {
  const fails = !needed.some((name) => options.without?.includes(name))
  const violation = fails ? { at: 2.5 * 86_400, invariant: 'never a lie', text: '', about: [] } : undefined
  return { options, fingerprint: '', violation, world, checks: 0, days: options.days, windows: [] }
}

const failed = outcomeOf({ seed: 1, days: 30, fleet: 1 })

/** Each trial takes a second of the processor. */
async function shortenedWithin(limit: number) {
  const trials: RunOptions[] = []
  const told: string[] = []
  const short = await shortened(failed, {
    cpuSeconds: () => trials.length,
    limit,
    tell: (line) => told.push(line),
    live: async (options) => {
      trials.push(options)
      return outcomeOf(options)
    },
  })
  return { without: short.options.without ?? [], days: short.options.days, trials, told }
}

test('what a failure does not need is left out, in far fewer trials than one for each happening', async () => {
  const { without, days, trials, told } = await shortenedWithin(1000)
  expect(all.filter((name) => !without.includes(name)).toSorted()).toEqual(needed.toSorted())
  expect(days).toBe(2.6)
  expect(trials.every((each) => each.days === 2.6)).toBe(true)
  expect(trials.length).toBeLessThan(all.length)
  expect(told).toHaveLength(trials.length)
})

test('at its limit it ends with the shortest so far, and says so', async () => {
  const { without, trials, told } = await shortenedWithin(2)
  expect(trials).toHaveLength(3)
  expect(without.length).toBeGreaterThan(0)
  expect(told.at(-1)).toBe('shortening ends after 2 s of the processor, with the shortest so far')
})
