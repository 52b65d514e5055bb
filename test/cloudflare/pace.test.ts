import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Pace, secondsAtPace } from '../../src/cloudflare/pace.ts'
import { FakeClock } from '../support/fake-clock.ts'

/** One for each: a signal looks through all its listeners for each new one. */
const never = () => new AbortController().signal

test.each([2, 2.4, 10, 33.3, 600, 1200])('%f requests per five minutes: no five minutes see more', async (limit) => {
  const clock = new FakeClock()
  const pace = new Pace(limit, clock)
  const passed: number[] = []
  for (let i = 0; i < limit * 3; i++) void pace.take(never()).then(() => passed.push(clock.monotonic()))
  await clock.advance(900)
  const inWindowFrom = (start: number) => passed.filter((at) => at >= start && at < start + 300).length
  expect(Math.max(...passed.map(inWindowFrom))).toBeLessThanOrEqual(limit)
  expect(passed.length).toBeGreaterThan(limit)
})

test.each([20, 33.3, 200, 1200])(
  '%f requests per five minutes: nine of ten do pass, for as long as there are any',
  async (limit) => {
    const clock = new FakeClock()
    const pace = new Pace(limit, clock)
    let passed = 0
    for (let i = 0; i < limit * 12; i++) void pace.take(never()).then(() => passed++)
    await clock.advance(3000)
    expect(passed).toBeGreaterThan(9 * limit)
  },
)

test.each([40, 200, 600])('%f requests per five minutes: how long many of them take is known before', async (limit) => {
  const clock = new FakeClock()
  const pace = new Pace(limit, clock)
  const startedAt = clock.monotonic()
  const ends: number[] = []
  for (let i = 0; i < limit * 5; i++) void pace.take(never()).then(() => ends.push(clock.monotonic() - startedAt))
  await clock.advance(3000)
  const predicted = secondsAtPace(limit * 5, limit)
  expect(ends).toHaveLength(limit * 5)
  expect(ends.at(-1)).toBeLessThan(predicted)
  expect(ends.at(-1)).toBeGreaterThan(0.95 * predicted)
})

test('twenty may go at once', async () => {
  const clock = new FakeClock()
  const pace = new Pace(600, clock)
  let passed = 0
  for (let i = 0; i < 30; i++) void pace.take(never()).then(() => passed++)
  await clock.advance(0)
  expect(passed).toBe(20)
})

test('who gives up frees the place', async () => {
  const clock = new FakeClock()
  const pace = new Pace(600, clock)
  for (let i = 0; i < 20; i++) await pace.take(never())
  const stop = new AbortController()
  const waiting = pace.take(stop.signal)
  await clock.advance(0)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await clock.advance(0.6)
  await expect(pace.take(never())).resolves.toBeUndefined()
})

describe('whatever happens meanwhile', () => {
  const limit = 60
  const count = fc.nat({ max: 150 })
  const seconds = fc.integer({ min: 1, max: 300 })
  const spacing = fc.integer({ min: 1, max: 30 })

  /** Asks, changes and waits in any order, and tells when requests passed. */
  const happenings = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: count.map((number) => (world: World) => world.ask(number)) },
      { weight: 4, arbitrary: seconds.map((wait) => (world: World) => world.clock.advance(wait)) },
      seconds.map((wait) => (world: World) => world.pace.pause(wait)),
      fc.tuple(spacing, seconds).map((wanted) => (world: World) => world.pace.spread(...wanted)),
      fc.constant((world: World) => world.giveUp()),
      fc.constant((world: World) => world.pace.setRate(limit)),
    ),
    { maxLength: 25 },
  )

  type World = ReturnType<typeof newWorld>

  function newWorld() {
    const clock = new FakeClock()
    const pace = new Pace(limit, clock)
    const passed: number[] = []
    let stop = new AbortController()
    const ask = (signal: AbortSignal) => pace.take(signal).then(() => passed.push(clock.monotonic()))
    return {
      clock,
      pace,
      passed,
      ask(number: number): void {
        for (let i = 0; i < number; i++) ask(i % 2 === 0 ? stop.signal : never()).catch(() => undefined)
      },
      giveUp(): void {
        stop.abort(new Error('enough'))
        stop = new AbortController()
      },
    }
  }

  test('no five minutes see more', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (all) => {
        const world = newWorld()
        for (const happen of all) await happen(world)
        await world.clock.advance(900)
        const { passed } = world
        const inWindowFrom = (start: number) => passed.filter((at) => at >= start && at < start + 300).length
        expect(Math.max(0, ...passed.map(inWindowFrom))).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 100 },
    )
  })
})

test('a higher rate holds for those who wait already', async () => {
  const clock = new FakeClock()
  const pace = new Pace(2, clock)
  await pace.take(never())
  let passed = 0
  for (let i = 0; i < 5; i++) void pace.take(never()).then(() => passed++)
  await clock.advance(10)
  pace.setRate(1200)
  await clock.advance(10)
  expect(passed).toBe(5)
})
