import { expect, test } from 'vitest'
import { linesAboutToken } from '../../src/tokens/token-log.ts'
import type { TokenStatus } from '../../src/tokens/token-status.ts'

const unknown: TokenStatus = { credentials: 'default', valid: undefined, expiresOn: undefined, isUnverifiable: false }

test('a valid token whose end cannot be read is both told, each line with the credential', () => {
  const answer = { ok: true, value: { status: 'active', expiresOn: undefined, isExpiryUnreadable: true } } as const
  expect(linesAboutToken(unknown, { ...unknown, valid: true }, answer)).toMatchObject([
    { level: 'info', fields: { event: 'token_verified', credentials: 'default', valid: true } },
    { level: 'warn', fields: { event: 'token_expiry_unreadable', credentials: 'default', valid: true } },
  ])
})

test('a verification that failed is told with its reason, and one without a secret is told elsewhere', () => {
  const failed = (reason: 'timeout' | 'credential') => ({ ok: false, failure: { reason, detail: 'x' } }) as const
  expect(linesAboutToken(unknown, unknown, failed('timeout'))).toMatchObject([
    { level: 'warn', fields: { event: 'token_unverified', credentials: 'default', reason: 'timeout', detail: 'x' } },
  ])
  expect(linesAboutToken(unknown, unknown, failed('credential'))).toEqual([])
})
