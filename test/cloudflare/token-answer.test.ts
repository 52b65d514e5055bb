import { expect, test } from 'vitest'
import { readToken } from '../../src/cloudflare/token-answer.ts'

test.each([
  [undefined, { ok: false, detail: 'the result is not an object' }],
  [{ expires_on: null }, { ok: false, detail: 'the result has no status' }],
  [{ status: 'active' }, { ok: true, value: { status: 'active', expiresOn: undefined } }],
  [
    { status: 'active', expires_on: '' },
    { ok: true, value: { status: 'active', expiresOn: undefined } },
  ],
  [
    { status: 'active', expires_on: '1970-01-01T00:01:00Z' },
    { ok: true, value: { status: 'active', expiresOn: 60 } },
  ],
  [
    { status: 'active', expires_on: 7 },
    { ok: true, value: { status: 'active', isExpiryUnreadable: true } },
  ],
])('%j', (result, expected) => expect(readToken(result)).toEqual(expected))
