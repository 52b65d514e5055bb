import { expect, test } from 'vitest'
import { isFresh } from '../../src/inventory/freshness.ts'
import { noon } from '../support/certificates.ts'

const read = (lastSuccess: number | undefined) => ({ lastCheck: noon, lastSuccess, failure: undefined })

test.each([
  ['never', undefined, false],
  ['just now', noon, true],
  ['as long ago as is borne', noon - 3600, true],
  ['longer ago', noon - 3601, false],
  ['a little in the future, by clocks that differ', noon + 2, true],
  ['far in the future: the clock was set back', noon + 86_400, false],
])('%s', (_, lastSuccess, expected) => {
  expect(isFresh(read(lastSuccess), 3600, noon)).toBe(expected)
})
