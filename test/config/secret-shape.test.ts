import { describe, expect, test } from 'vitest'
import { oddityOf } from '../../src/config/secrets/secret-shape.ts'

const token = 'abcdefghijKLMNOPQRSTuvwxyz0123456789-_ab'
const newToken = `cfut_${token}0123`
const key = '0123456789abcdef0123456789abcdef01234'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('what stands where a token belongs', () => {
  test.each([token, newToken, `cfat_${token}`, 'x'.repeat(40), 'T'.repeat(40), '0123456789'.repeat(4)])(
    'a token has nothing odd: %s',
    (text) => expect(oddityOf(text, 'token')).toBeUndefined(),
  )

  test.each([`${token}!`, `id=${token}`])('base64 of what is no token is not told as one: %s', (text) =>
    expect(oddityOf(base64(text), 'token')).toBeUndefined(),
  )

  test.each([
    [`"${token}"`, 'quotes'],
    [`'${newToken}'`, 'quotes'],
    [`{${token}}`, 'braces'],
    [`{"token": "${token}"}`, 'braces'],
    [`\${${token}}`, 'braces'],
    [`Bearer ${token}`, 'Bearer'],
    [`Authorization: Bearer ${token}`, 'Bearer'],
    [`CLOUDFLARE_API_TOKEN=${token}`, 'a name before it'],
    [`export TOKEN=${token}`, 'a name before it'],
    [`token: ${token}`, 'a name before it'],
    [key, 'Global API Key'],
    [`cfk_${token}`, 'Global API Key'],
    [base64(token), 'base64'],
    [base64(`${newToken}\n`), 'base64'],
  ])('%s: %s', (text, hint) => {
    const said = oddityOf(text, 'token')
    expect(said).toContain(hint)
    expect(said).not.toContain(token.slice(0, 10))
  })
})

describe('what stands where a key belongs', () => {
  test.each([key, `cfk_${token}`])('a key has nothing odd: %s', (text) => expect(oddityOf(text, 'key')).toBeUndefined())

  test.each([
    [`"${key}"`, 'quotes'],
    [`KEY=${key}`, 'a name before it'],
    [newToken, 'API token'],
    [base64(key), 'base64'],
  ])('%s: %s', (text, hint) => expect(oddityOf(text, 'key')).toContain(hint))
})
