import { expect, test } from 'vitest'
import { cursorBehind, readCursor, thingsBehind } from '../../src/report/cursor.ts'

const things = [1, 2, 3].map((rank) => ({ order: [0, rank, 0, 'payments', 'key'] as const }))
const [first, second, third] = things

test('a list goes on behind what was shown last, even if that is gone', () => {
  if (!first || !second || !third) throw new Error('there are three')
  expect(thingsBehind(things, first.order)).toEqual([second, third])
  expect(thingsBehind([second, third], first.order)).toEqual([second, third])
  expect(thingsBehind([first, third], second.order)).toEqual([third])
})

test('behind the last one is nothing', () => {
  if (!third) throw new Error('there are three')
  expect(thingsBehind(things, third.order)).toEqual([])
  expect(thingsBehind([], third.order)).toEqual([])
})

test('a cursor is read as it was written, and nothing else is one', () => {
  if (!second) throw new Error('there are three')
  expect(readCursor(cursorBehind(second))).toEqual(second.order)
  const emptyList = Buffer.from('[]').toString('base64url')
  expect(['', 'nonsense', emptyList].map(readCursor)).toEqual([undefined, undefined, undefined])
})
