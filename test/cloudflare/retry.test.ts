import { describe, expect, test } from 'vitest'
import type { ApiFailure } from '../../src/cloudflare/failure.ts'
import { retryDelay } from '../../src/cloudflare/retry.ts'

const now = Date.parse('2026-11-23T12:00:00Z') / 1000
const overloaded: ApiFailure = { reason: 'rate_limited', status: 429, detail: '' }

describe('what may pass is tried again, three attempts in all', () => {
  test.each<Partial<ApiFailure>>([
    { reason: 'network' },
    { reason: 'timeout' },
    { reason: 'rate_limited', status: 429 },
    { reason: 'server_error', status: 500 },
    { reason: 'bad_response', status: 408 },
  ])('%o', (failure) => {
    const whole: ApiFailure = { reason: 'network', detail: '', ...failure }
    expect(retryDelay(1, whole, now, 0.5)).toBeGreaterThan(0)
    expect(retryDelay(2, whole, now, 0.5)).toBeGreaterThan(0)
    expect(retryDelay(3, whole, now, 0.5)).toBeUndefined()
  })
})

test.each(['auth', 'permission', 'not_found', 'bad_response'] as const)('%s is not tried again', (reason) => {
  expect(retryDelay(1, { reason, status: 400, detail: '' }, now, 0.5)).toBeUndefined()
})

test('the backoff grows, and jitter takes all of it', () => {
  expect(retryDelay(1, overloaded, now, 1)).toBe(2)
  expect(retryDelay(2, overloaded, now, 1)).toBe(4)
  expect(retryDelay(2, overloaded, now, 0)).toBe(0)
})

test.each([
  ['7', 7],
  [' 30 ', 30],
  ['Mon, 23 Nov 2026 12:00:09 GMT', 9],
])('Retry-After: %s is obeyed', (retryAfter, seconds) => {
  expect(retryDelay(1, { ...overloaded, retryAfter }, now, 0.25)).toBe(seconds)
})

test.each([
  '0',
  '-1',
  '31',
  '99999999999',
  'soon',
  '',
  '1.5',
  'Mon, 23 Nov 2026 11:00:00 GMT',
  'Tue, 24 Nov 2026 12:00:00 GMT',
])('Retry-After: %s falls back to the backoff', (retryAfter) =>
  expect(retryDelay(1, { ...overloaded, retryAfter }, now, 0.25)).toBe(0.5),
)
