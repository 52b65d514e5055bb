import { expect, test } from 'vitest'
import type { Credential } from '../../src/config/model.ts'
import { type CredentialReading, CredentialReadings, readCredential } from '../../src/daemon/credential-secrets.ts'
import { readingFrom } from '../support/files-in-memory.ts'

const token = 'a'.repeat(40)
const key = '0123456789abcdef0123456789abcdef01234'
const file = (path: string) => ({ kind: 'file', path }) as const
const ofToken: Credential = { name: 'default', accountId: undefined, kind: 'token', token: file('token') }
const ofKey: Credential = { name: 'old', accountId: undefined, kind: 'key', email: file('email'), key: file('key') }

function readWith(files: Readonly<Record<string, string>>, credential: Credential): Promise<CredentialReading> {
  return readCredential(
    credential,
    readingFrom((path) => files[path]),
  )
}

test.each<[string, Credential, Readonly<Record<string, string>>, object]>([
  ['a token', ofToken, { token }, { ok: true, secret: { kind: 'token', token } }],
  ['no token', ofToken, {}, { ok: false, detail: expect.stringContaining('token does not exist') }],
  [
    'a pair',
    ofKey,
    { email: 'me@example.com', key },
    { ok: true, secret: { kind: 'key', email: 'me@example.com', key } },
  ],
  ['no address', ofKey, { key }, { ok: false, detail: expect.stringContaining('email does not exist') }],
  ['no key', ofKey, { email: 'me@example.com' }, { ok: false, detail: expect.stringContaining('key does not exist') }],
])('%s', async (_, credential, files, expected) => {
  expect(await readWith(files, credential)).toEqual(expected)
})

test.each<[string, Credential, Readonly<Record<string, string>>]>([
  ['a key where a token is expected', ofToken, { token: key }],
  ['a token where a key is expected', ofKey, { email: 'me@example.com', key: `cfat_${token}` }],
])('%s can be read, and looks odd', async (_, credential, files) => {
  expect(await readWith(files, credential)).toMatchObject({ ok: true, oddity: expect.any(String) })
})

test('of each credential the first reading is told, and whatever ends differently', () => {
  const told: unknown[] = []
  const readings = new CredentialReadings((name, before, after) => told.push([name, before?.ok, after.ok]))
  const good: CredentialReading = { ok: true, secret: { kind: 'token', token } }
  const odd: CredentialReading = { ...good, oddity: 'it is short' }
  const missing: CredentialReading = { ok: false, detail: 'token does not exist' }
  const refused: CredentialReading = { ok: false, detail: 'token may not be read by this user' }
  expect(readings.of('default')).toBeUndefined()
  for (const reading of [good, { ...good }, odd, missing, missing, refused]) readings.note('default', reading)
  readings.note('other', good)
  expect(told).toEqual([
    ['default', undefined, true],
    ['default', true, true],
    ['default', true, false],
    ['default', false, false],
    ['other', undefined, true],
  ])
  expect(readings.of('default')).toBe(refused)
})
