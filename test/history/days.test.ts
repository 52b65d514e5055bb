import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf } from '../../src/history/days.ts'
import { type Change, changeWords } from '../../src/history/model.ts'

const day = 86_400
const now = Date.parse('2026-11-23T12:00:00Z') / 1000
const midnight = Date.parse('2026-11-23T00:00:00Z') / 1000

function statesOf(changes: readonly Change[], at = now) {
  return daysOf(changes, at).map(({ state }) => state)
}

test('a day has the most urgent state that it saw, a day before the first look none', () => {
  const states = statesOf([
    { at: midnight - 3 * day + 60, word: 'ok' },
    { at: midnight - 2 * day + 60, word: 'critical' },
    { at: midnight - 2 * day + 120, word: 'warning' },
    { at: midnight, word: 'ok' },
  ])
  expect(states).toHaveLength(90)
  expect(states.slice(-5)).toEqual([undefined, 'ok', 'critical', 'warning', 'ok'])
})

test('what began before the 90 days fills them, and a rotation marks its day alone', () => {
  const days = daysOf(
    [
      { at: now - 200 * day, word: 'ok' },
      { at: now - 150 * day, word: 'renewed' },
      { at: midnight - day + 5, word: 'replaced' },
    ],
    now,
  )
  expect(new Set(days.map(({ state }) => state))).toEqual(new Set(['ok']))
  expect(days.flatMap(({ isRotated }, i) => (isRotated ? [i] : []))).toEqual([88])
})

test('until midnight the days stay the same, whatever has changed', () => {
  const change = fc.record({
    at: fc.integer({ min: now - 100 * day, max: midnight }),
    word: fc.constantFrom(...changeWords),
  })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.integer({ min: midnight, max: midnight + day - 1 }),
      (changes, at) => {
        const sorted = changes.toSorted((a, b) => a.at - b.at)
        expect(daysOf(sorted, at)).toEqual(daysOf(sorted, midnight))
      },
    ),
  )
})
