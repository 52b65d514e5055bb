import { expect, test } from 'vitest'
import { probeDelay } from '../../src/cloudflare/probe-delay.ts'

test('a probe is waited for, and one that could not be sent is not tried again and again', () => {
  expect(probeDelay(undefined)).toBeUndefined()
  expect(probeDelay(4)).toBeCloseTo(4.1)
  expect(probeDelay(0)).toBe(60)
})
