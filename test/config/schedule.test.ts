import { createTask } from 'node-cron'
import { describe, expect, test } from 'vitest'
import { isTimeZone, parseSchedule } from '../../src/config/values/schedule.ts'
import { certificates, config } from './support.ts'

const hour = 3600
const day = 24 * hour

test.each<[string, string, number]>([
  ['1s', '*/1 * * * * *', 1],
  ['30s', '*/30 * * * * *', 30],
  ['60s', '*/1 * * * *', 60],
  ['1m', '*/1 * * * *', 60],
  ['15m', '*/15 * * * *', 900],
  ['60m', '0 */1 * * *', hour],
  ['1h', '0 */1 * * *', hour],
  ['6h', '0 */6 * * *', 6 * hour],
  ['24h', '0 0 * * *', day],
  ['1d', '0 0 * * *', day],
  ['@hourly', '@hourly', hour],
  ['@Daily', '@Daily', day],
  ['@weekly', '@weekly', 7 * day],
  ['@monthly', '@monthly', 31 * day],
  ['@yearly', '@yearly', 366 * day],
  [' 0 9 * * * ', '0 9 * * *', day],
  ['0 9 * * 1-5', '0 9 * * 1-5', 3 * day],
  ['0 9 * * mon-fri', '0 9 * * mon-fri', 3 * day],
  ['0 9,17 * * 1-5', '0 9,17 * * 1-5', 2 * day + 16 * hour],
  ['*/7 * * * *', '*/7 * * * *', 420],
  ['30 */15 * * * *', '30 */15 * * * *', 900],
  ['0 22-2 * * *', '0 22-2 * * *', 20 * hour],
  ['0 6-1 * * *', '0 6-1 * * *', 5 * hour],
  ['*/60 * * * *', '*/60 * * * *', hour],
  ['0 0 31 * *', '0 0 31 * *', 61 * day],
  ['0 0 29 2 *', '0 0 29 2 *', 1461 * day],
  ['0 0 ? * 0', '0 0 ? * 0', 7 * day],
])('%s runs as %s, at most %d s apart', (text, cron, intervalSeconds) => {
  expect(parseSchedule(text)).toMatchObject({ ok: true, cron, intervalSeconds })
})

describe('days that only a calendar can tell, against node-cron itself', () => {
  test.each(['L', 'LW', 'L-3', '15W', '1W', '31W', '1,L', '*/10', '29'])('day of month %s', (field) => {
    expect(parseSchedule(`0 0 ${field} * *`)).toMatchObject({ intervalSeconds: gapByMatching(`0 0 ${field} * *`) })
  })

  test.each(['5L', '0L', '7', '5#2', '5#5', '7#1', 'sun#1', '1,5L', '0#1,2L', '6-1'])('day of week %s', (field) => {
    expect(parseSchedule(`0 0 * * ${field}`)).toMatchObject({ intervalSeconds: gapByMatching(`0 0 * * ${field}`) })
  })

  function gapByMatching(cron: string): number {
    const task = createTask(cron, () => {}, { timezone: 'UTC' })
    // Each weekday as the first of every month, and February 29 three times.
    const days = Array.from({ length: 12 * 366 }, (_, index) => Date.UTC(2028, 0, 1 + index) / 1000)
    const runs = days.filter((seconds) => task.match(new Date(seconds * 1000)))
    task.destroy()
    return Math.max(...runs.slice(1).map((run, index) => run - (runs[index] ?? run)))
  }
})

test.each([
  ['90m', '1h or 2h'],
  ['7s', '6s or 10s'],
  ['5h', '4h or 6h'],
  ['25h', '1d; for a longer one'],
  ['500ms', '1s'],
  ['0s', '1s'],
])('%s is refused, and the nearest are named: %s', (text, nearest) => {
  expect(parseSchedule(text)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(`nearest to ${text}: ${nearest}`),
  })
})

test.each(['61-90/70 * * * * *', '1-59/61 * * * *', '0 */25 * * *', '0 0 */32 * *', '0 0 1 */13 *', '0 0 * * */8'])(
  '%s: a step over the end of its field is refused',
  (text) => expect(parseSchedule(text).ok).toBe(false),
)

test.each(['', '5', '@', '* *', '0 0 1 * mon', '0 0 */2 * 1', '0 0 1-31 * 1', '1h 30m'])('%j is refused', (text) => {
  expect(parseSchedule(text)).toMatchObject({ ok: false, problem: expect.stringContaining('expected') })
})

test('a duration does not follow summer time, a cron expression does', () => {
  const timezone = (schedule: string) =>
    config(`${certificates}timezone: Europe/Berlin\nschedule: ${schedule}`).schedule.timezone
  expect(timezone('6h')).toBe('UTC')
  expect(timezone('"0 */6 * * *"')).toBe('Europe/Berlin')
})

test.each([
  ['UTC', true],
  ['Europe/Berlin', true],
  ['Etc/GMT+5', true],
  ['Europe/Berln', false],
  ['+01:00', false],
  ['local time', false],
])('%s is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected)
  if (expected) createTask('0 0 * * *', () => {}, { timezone: name }).destroy()
})
