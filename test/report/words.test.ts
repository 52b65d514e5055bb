import { expect, test } from 'vitest'
import { leftWord } from '../../src/report/words.ts'

test.each([
  [null, '-'],
  [24.9, '24d'],
  [1, '1d'],
  [0.999, '23h'],
  [0, '0h'],
  [-0.999, '23h ago'],
  [-1, '1d ago'],
  [-3.9, '3d ago'],
])('what is left of %s days is written as %s', (days, word) => {
  expect(leftWord(days)).toBe(word)
})
