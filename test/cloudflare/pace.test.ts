import { expect, test } from 'vitest'
import { Pace } from '../../src/cloudflare/pace.ts'
import { FakeClock } from '../support/fake-clock.ts'

const never = new AbortController().signal

test.each([2, 10, 600, 1200])('%i requests per five minutes: no five minutes see more', async (limit) => {
  const clock = new FakeClock()
  const pace = new Pace(limit, clock)
  const passed: number[] = []
  for (let i = 0; i < limit * 3; i++) void pace.take(never).then(() => passed.push(clock.monotonic()))
  await clock.advance(900)
  const inWindowFrom = (start: number) => passed.filter((at) => at >= start && at < start + 300).length
  expect(Math.max(...passed.map(inWindowFrom))).toBeLessThanOrEqual(limit)
  expect(passed.length).toBeGreaterThan(limit)
})

test('twenty may go at once', async () => {
  const clock = new FakeClock()
  const pace = new Pace(600, clock)
  let passed = 0
  for (let i = 0; i < 30; i++) void pace.take(never).then(() => passed++)
  await clock.advance(0)
  expect(passed).toBe(20)
})

test('who gives up frees the place', async () => {
  const clock = new FakeClock()
  const pace = new Pace(600, clock)
  for (let i = 0; i < 20; i++) await pace.take(never)
  const stop = new AbortController()
  const waiting = pace.take(stop.signal)
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await clock.advance(0.6)
  await expect(pace.take(never)).resolves.toBeUndefined()
})
