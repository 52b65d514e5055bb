import { afterEach, expect, test } from 'vitest'
import type { RunScope } from '../../src/schedule/runner.ts'
import { Scheduler } from '../../src/schedule/scheduler.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'

const noon = Date.parse('2026-11-23T12:00:00Z') / 1000
const running: Scheduler[] = []

afterEach(() => Promise.all(running.splice(0).map((scheduler) => scheduler.stop())))

/** Hourly, on a clock that the test moves. `failures`: how many checks of each run fail, 'new' for one that worked before; none where it ends. */
function hourly(
  failures: (number | 'new')[] = [],
  offset = 0,
  run?: (signal: AbortSignal, clock: FakeClock) => Promise<number>,
) {
  const clock = new FakeClock(noon + 60)
  const runs: { scope: RunScope; at: number }[] = []
  const events: string[] = []
  const scheduler = new Scheduler({
    plan: { calendar: { next: () => (Math.floor(clock.now() / 3600) + 1) * 3600 }, offset, longestGap: 3600 },
    clock,
    random: () => 0.5,
    run: async (scope, signal) => {
      runs.push({ scope, at: clock.now() - noon })
      const failed = run ? await run(signal, clock) : (failures.shift() ?? 0)
      const hasNewFailures = failed === 'new'
      return { failed: failed === 'new' ? 1 : failed, hasNewFailures, nextProbe: undefined }
    },
    on: (event) => events.push(event),
  })
  running.push(scheduler)
  scheduler.start()
  return { clock, runs, events, scheduler }
}

test('a cycle at the start and at every tick', async () => {
  const { clock, runs } = hourly()
  await clock.advance(2.5 * 3600)
  expect(runs).toEqual([
    { scope: 'all', at: 60 },
    { scope: 'all', at: 3600 },
    { scope: 'all', at: 7200 },
  ])
})

test('the offset counts in the planned time', async () => {
  const { clock, runs, scheduler } = hourly([], 42)
  expect(scheduler.nextCycle).toBe(noon + 3642)
  await clock.advance(3600)
  expect(runs.at(-1)).toEqual({ scope: 'all', at: 3642 })
  expect(scheduler.nextCycle).toBe(noon + 7242)
})

test('what failed is asked again with growing delays, until it works', async () => {
  const { clock, runs } = hourly([3, 2, 1, 0])
  await clock.advance(3000)
  expect(runs).toEqual([
    { scope: 'all', at: 60 },
    { scope: 'outstanding', at: 120 },
    { scope: 'outstanding', at: 240 },
    { scope: 'outstanding', at: 480 },
  ])
})

test('what has just failed is asked again after a minute, however long something else has failed', async () => {
  const { clock, runs } = hourly([1, 1, 1, 1, 1, 1, 1, 'new', 1, 0])
  await clock.advance(3600 + 240)
  expect(runs.slice(-3)).toEqual([
    { scope: 'all', at: 3600 },
    { scope: 'outstanding', at: 3660 },
    { scope: 'outstanding', at: 3780 },
  ])
})

test('a suspended machine costs no cycle: it runs as soon as it wakes', async () => {
  const { clock, runs, events } = hourly()
  await clock.advance(60)
  clock.jump(5 * 3600)
  await clock.advance(6)
  expect(runs).toHaveLength(2)
  expect(events).toEqual(['clock_jump'])
})

test('a clock that is set back by a month goes on at its own next tick', async () => {
  const { clock, runs } = hourly()
  await clock.advance(60)
  clock.jump(-30 * 86400)
  await clock.advance(2 * 3600)
  expect(runs.map(({ scope }) => scope)).toEqual(['all', 'all', 'all', 'all'])
})

test('a cycle that outlasts its tick is never joined by a second one', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const { clock, runs, events } = hourly([], 0, () => promise)
  await clock.advance(2 * 3600)
  expect(runs).toHaveLength(1)
  expect(events).toEqual(['skipped_tick', 'skipped_tick'])
  resolve(0)
  await clock.advance(3600)
  expect(runs).toHaveLength(2)
})

test('everything is asked for again after the cycle that is in progress and never after the end', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const { clock, runs, scheduler } = hourly([], 0, () => promise)
  scheduler.runAll()
  await settle()
  expect(runs).toHaveLength(1)
  resolve(0)
  await settle()
  expect(runs.map(({ scope }) => scope)).toEqual(['all', 'all'])
  await scheduler.stop()
  scheduler.runAll()
  await clock.advance(3600)
  expect(runs).toHaveLength(2)
})

test('stopping aborts the cycle and leaves no timer behind', async () => {
  let aborted = false
  const { clock, scheduler } = hourly([], 0, async (signal, clock) => {
    await clock.sleep(1e6, signal).catch(() => {
      aborted = true
    })
    return 0
  })
  await settle()
  await scheduler.stop()
  expect(aborted).toBe(true)
  expect(clock.sleeping).toBe(0)
})

test('it has stopped when the cycle has ended', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const { scheduler } = hourly([], 0, () => promise)
  await settle()
  let hasStopped = false
  const stopped = scheduler.stop().then(() => {
    hasStopped = true
  })
  await settle()
  expect(hasStopped).toBe(false)
  resolve(0)
  await stopped
})

test('while what failed is asked again it sleeps, and does not begin that once more', async () => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const results = [Promise.resolve(1), promise]
  const { clock, runs } = hourly([], 0, async () => results.shift() ?? 0)
  await clock.advance(1800)
  expect(runs.map(({ scope }) => scope)).toEqual(['all', 'outstanding'])
  resolve(0)
})

test('another plan counts from now on', () => {
  const { clock, scheduler } = hourly()
  expect(scheduler.nextCycle).toBe(noon + 3600)
  scheduler.follow({ calendar: { next: () => noon + 600 }, offset: 5, longestGap: 3600 })
  expect(scheduler.nextCycle).toBe(noon + 605)
  scheduler.follow({ calendar: { next: () => noon + 7200 }, offset: 0, longestGap: 60 })
  expect(scheduler.nextCycle).toBe(clock.now() + 60)
})
