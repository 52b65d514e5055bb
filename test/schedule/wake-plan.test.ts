import { describe, expect, test } from 'vitest'
import { chooseOffset, earlyRetryDelay, planWake } from '../../src/schedule/wake-plan.ts'

const noon = Date.parse('2026-11-23T12:00:00Z') / 1000
const waiting = { due: noon + 3600, retryAt: undefined, drift: noon - 1000 }

describe('at a wake-up', () => {
  test('nothing is due: sleep, but look at the clock again soon', () => {
    expect(planWake(waiting, noon, 1000)).toEqual({ run: undefined, sleep: 5 })
  })

  test('the cycle is nearly due: sleep exactly until then', () => {
    expect(planWake({ ...waiting, due: noon + 2 }, noon, 1000)).toEqual({ run: undefined, sleep: 2 })
  })

  test('the cycle is due, or was while the event loop was blocked', () => {
    expect(planWake({ ...waiting, due: noon }, noon, 1000)).toEqual({ run: 'due', sleep: 0 })
    expect(planWake({ ...waiting, due: noon - 600 }, noon, 1000)).toEqual({ run: 'due', sleep: 0 })
  })

  test('what failed is asked again at its time', () => {
    const failed = { ...waiting, retryAt: noon + 3 }
    expect(planWake(failed, noon, 1000)).toEqual({ run: undefined, sleep: 3 })
    expect(planWake(failed, noon + 3, 1003)).toEqual({ run: 'retry', sleep: 0 })
  })

  test('the machine was suspended, though nothing was due', () => {
    expect(planWake(waiting, noon + 120, 1001)).toEqual({ run: 'clock_jump', sleep: 0 })
  })

  test('the clock was set back by a month, or forward by a year', () => {
    expect(planWake(waiting, noon - 30 * 86400, 1001)).toEqual({ run: 'clock_jump', sleep: 0 })
    expect(planWake(waiting, noon + 365 * 86400, 1001)).toEqual({ run: 'clock_jump', sleep: 0 })
  })

  test('a clock that is slewed by NTP is no jump', () => {
    expect(planWake(waiting, noon + 5.4, 1005).run).toBeUndefined()
  })
})

test('early retries grow from about a minute to about a quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((round) => earlyRetryDelay(round, 0.5))).toEqual([60, 120, 240, 480, 900, 900, 900])
  expect(earlyRetryDelay(1, 0)).toBe(45)
  expect(earlyRetryDelay(1, 1)).toBe(75)
})

test('the offset is at most a tenth of the interval, and a minute', () => {
  expect(chooseOffset(3600, 1)).toBe(60)
  expect(chooseOffset(15, 1)).toBe(1.5)
  expect(chooseOffset(3600, 0)).toBe(0)
})
