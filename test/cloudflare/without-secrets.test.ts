import { expect, test } from 'vitest'
import { withoutSecrets } from '../../src/cloudflare/without-secrets.ts'

const redact = (text: string) => text.replaceAll('an/old-secret', '…')
const answer = (status: number, body: string) => withoutSecrets({ status, headers: {}, body }, redact)

test.each([
  [200, String.raw`{"result":"an\u002fold-secret"}`, '{"result":"…"}'],
  [300, String.raw`{"message":"an\/old-secret"}`, '{"message":"…"}'],
  [403, String.raw`{"message":"an\/old-secret"}`, '{"message":"…"}'],
  [403, String.raw`not JSON: an/old-secret \u0041`, String.raw`not JSON: … \u0041`],
])('a secret that an answer of status %i says back is taken out, however it is written: %s', (status, body, left) => {
  expect(answer(status, body).body).toBe(left)
})

test('a good answer stays as it was written', () => {
  const body = String.raw`{ "result": "https:\/\/example.com" }`
  expect(answer(200, body).body).toBe(body)
})

test('secrets are taken out of the headers that a failure is told by, and the others are left behind', () => {
  const headers = { location: 'https://x/an/old-secret', 'retry-after': '5', 'set-cookie': ['an/old-secret'] }
  expect(withoutSecrets({ status: 302, headers, body: '', undecoded: 'an/old-secret' }, redact)).toEqual({
    status: 302,
    headers: { 'content-type': undefined, location: 'https://x/…', 'retry-after': '5' },
    body: '',
    undecoded: '…',
  })
})
