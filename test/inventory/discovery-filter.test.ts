import { expect, test } from 'vitest'
import { matchesGlob } from '../../src/inventory/discovery-filter.ts'
import { cpuSeconds } from '../support/cpu.ts'

test.each([
  ['example.com', 'EXAMPLE.com', true],
  ['example.com', 'example.com.test', false],
  ['*', 'anything', true],
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'example.com', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*ba', 'aba', false],
  ['a.c', 'abc', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected)
})

test('many stars and a name of nothing else take no time', () => {
  const seconds = cpuSeconds(() => expect(matchesGlob(`${'*-'.repeat(40)}*x`, '-'.repeat(253))).toBe(false))
  // A regular expression would need longer than the universe is old.
  expect(seconds).toBeLessThan(1)
})
