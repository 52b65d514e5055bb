import fc from 'fast-check'
import { expect, test } from 'vitest'
import { schedulePattern } from '../../deploy/render/schedule-pattern.ts'
import { parseSchedule } from '../../src/config/values/schedule.ts'

const pattern = new RegExp(schedulePattern)

const number = fc.integer({ min: 0, max: 70 }).map((value) => (value % 3 === 0 ? `0${value}` : `${value}`))
const atom = fc.oneof(
  number,
  fc.constantFrom('*', '?', 'mon', 'SUN', 'January', 'dec', 'L', '5#3', '5L', '15W', 'fri#2', 'LW'),
)
const item = fc
  .tuple(atom, fc.option(atom), fc.option(fc.integer({ min: 1, max: 60 })))
  .map(([from, to, step]) => `${from}${to === null ? '' : `-${to}`}${step === null ? '' : `/${step}`}`)
const field = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','))
const cron = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field), { minLength: 5, maxLength: 6 })

test('whatever the program takes as a schedule, the chart takes', () => {
  fc.assert(
    fc.property(cron, fc.constantFrom(' ', '  ', '\t'), (fields, space) => {
      const text = fields.join(space)
      if (parseSchedule(text).ok) expect(text).toMatch(pattern)
    }),
    { numRuns: 3000 },
  )
})

test.each([
  '@daily',
  '15m',
  '1h',
  '0 9 * * 1-5',
  '*/15 * * * * *',
  ' 0 0 1 jan,JUL * ',
  '59 23 31 12 7',
  '0 9 * * 5#3',
  '0 9 * * 5L',
  '0 9 15W * *',
  '0 9 * * mon#1',
])('takes %j', (text) => {
  expect(text).toMatch(pattern)
})

test.each(['60 * * * *', '* 24 * * *', '* * 32 * *', '* * * 13 *', '* * * * 8', '60 * * * * *', '* *'])(
  'refuses %j',
  (text) => {
    expect(text).not.toMatch(pattern)
    expect(parseSchedule(text).ok).toBe(false)
  },
)
