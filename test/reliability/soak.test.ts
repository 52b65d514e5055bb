import { expect, test } from 'vitest'
import { growth } from './soak/measure.ts'

const day = (number: number, more: { heapBytes?: number; handles?: number; series?: number } = {}) => ({
  ...{ day: number, heapBytes: 30e6 + (number % 3) * 1e6, handles: 20, series: 1000 },
  ...more,
})
const days = Array.from({ length: 21 }, (_, index) => index)

test('the soak is content with noise, and with what fills up at first', () => {
  expect(growth(days.map((number) => day(number)))).toEqual([])
  expect(growth(days.map((number) => day(number, number < 7 ? { heapBytes: number * 4e6 } : {})))).toEqual([])
})

test.each([
  ['heapBytes', (number: number) => day(number, { heapBytes: 30e6 + number * 1e6 })],
  ['handles', (number: number) => day(number, { handles: 20 + number * 2 })],
  ['series', (number: number) => day(number, { series: 1000 + number })],
])('the soak notices that %s grow', (what, at) => {
  expect(growth(days.map(at)).join()).toContain(what)
})
