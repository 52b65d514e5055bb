import { describe, expect, test } from 'vitest'
import { saysCertificateAbsent, saysZoneAbsent } from '../../src/inventory/absence.ts'
import type { CheckFailure } from '../../src/inventory/check-failure.ts'
import { doubtOf, outcomeOfDoubt } from '../../src/inventory/doubt.ts'
import { listedAfter } from '../../src/inventory/listing-outcome.ts'
import { certificateKinds, kinds } from '../../src/kinds/kinds.ts'

/** What is listed after a listing with these letters, where by their ids `gone` are gone and `found` still stand there. */
function after(known: string, listing: string, gone = '', found = '') {
  const doubt = doubtOf(new Set(listing), [...known])
  const outcome = outcomeOfDoubt([...listing], doubt, { gone: new Set(gone), found: [...found] })
  return {
    suspicion: outcome.ok ? 'none' : outcome.suspicion,
    listed: listedAfter([...known], outcome, (id) => id)?.join(''),
  }
}

describe('what a listing without what was known is worth', () => {
  test.each([
    ['nothing was known', '', 'ab', '', '', 'none', 'ab'],
    ['nothing has changed', 'ab', 'ab', '', '', 'none', 'ab'],
    ['more than before', 'ab', 'abc', '', '', 'none', 'abc'],
    ['one is missing and nobody was asked', 'ab', 'a', '', '', 'shrunk', 'ab'],
    ['one is missing and stands there', 'ab', 'a', '', 'b', 'shrunk', 'ab'],
    ['one is missing and is gone', 'ab', 'a', 'b', '', 'none', 'a'],
    ['one of two that are missing is gone', 'abc', 'a', 'b', '', 'shrunk', 'ac'],
    ['one was replaced, and its end is not confirmed', 'ab', 'ac', '', '', 'shrunk', 'abc'],
    ['all were replaced, and nobody was asked', 'ab', 'cd', '', '', 'foreign', 'ab'],
    ['all were replaced, and one is gone', 'ab', 'cd', 'a', '', 'foreign', 'b'],
    ['all were replaced, and each is gone', 'ab', 'cd', 'ab', '', 'none', 'cd'],
  ])('%s', (_, known, listing, gone, found, suspicion, listed) => {
    expect(after(known, listing, gone, found)).toEqual({ suspicion, listed })
  })
})

test('a listing that is not believed says why', () => {
  const outcome = outcomeOfDoubt(['c'], doubtOf(new Set('c'), ['a']), { gone: new Set(), found: [] })
  expect(outcome).toMatchObject({ failure: { detail: expect.stringContaining('nothing that was known stands in it') } })
})

const failure = (reason: CheckFailure['reason'], code?: number, detail = ''): CheckFailure => ({
  reason,
  detail,
  ...(code !== undefined && { code }),
})

test('a certificate of a kind whose codes nobody documents: any envelope of a 404', () => {
  const others = certificateKinds.filter((kind) => kinds[kind].absentCodes === 'any')
  expect(others.length).toBeGreaterThan(0)
  for (const kind of others) {
    expect(saysCertificateAbsent(kind, failure('not_found'))).toBe(true)
    expect(saysCertificateAbsent(kind, failure('permission', 10000))).toBe(false)
  }
})

test.each([
  [failure('not_found', 1551), true],
  [failure('not_found', 1552), true],
  [failure('not_found', 1553), false],
  [failure('not_found'), false],
  [failure('permission', 10000), false],
  [failure('server_error', 1551), false],
  [failure('timeout'), false],
])('a certificate: %j', (each, isAbsent) => {
  const withCodes = certificateKinds.filter((kind) => kinds[kind].absentCodes !== 'any')
  expect(withCodes.map((kind) => saysCertificateAbsent(kind, each))).toEqual(withCodes.map(() => isAbsent))
})

test.each([
  [failure('not_found', 1001), true],
  [failure('bad_response', 7003), true],
  [failure('bad_response', 1001), true],
  [failure('permission', 9109, 'HTTP 403: Unauthorized to access requested resource (9109)'), true],
  [failure('permission', 10000), true],
  [failure('permission', 9109, 'HTTP 403: Cannot use the access token from location: 192.0.2.1 (9109)'), false],
  [failure('permission', 0), false],
  [failure('permission'), false],
  [failure('bad_response'), false],
  [failure('auth', 9109), false],
  [failure('server_error', 1001), false],
  [failure('network'), false],
])('a zone: %j', (each, isAbsent) => {
  expect(saysZoneAbsent(each)).toBe(isAbsent)
})
