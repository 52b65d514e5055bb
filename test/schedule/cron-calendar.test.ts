import { afterEach, expect, test, vi } from 'vitest'
import { createCalendar } from '../../src/schedule/cron-calendar.ts'

afterEach(() => vi.useRealTimers())

test.each([
  ['0 * * * *', 'UTC', '2026-11-23T13:00:00Z'],
  ['*/15 * * * * *', 'UTC', '2026-11-23T12:00:15Z'],
  ['0 9 * * *', 'Europe/Berlin', '2026-11-24T08:00:00Z'],
  ['@weekly', 'UTC', '2026-11-29T00:00:00Z'],
])('%s in %s', (cron, timezone, next) => {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') })
  expect(new Date(createCalendar(cron, timezone).next() * 1000).toISOString()).toBe(next.replace('Z', '.000Z'))
})

test('it follows the clock when that is set back, and leaves no timer', () => {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') })
  const calendar = createCalendar('0 * * * *', 'UTC')
  vi.setSystemTime(new Date('2026-10-01T12:30:00Z'))
  expect(calendar.next()).toBe(Date.parse('2026-10-01T13:00:00Z') / 1000)
  expect(vi.getTimerCount()).toBe(0)
})
