import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../src/cloudflare/envelope.ts'
import { apiFailureReasons } from '../../src/cloudflare/failure.ts'

function refusal(code?: number, message = 'no'): string {
  return JSON.stringify({ success: false, errors: code === undefined ? [] : [{ code, message }] })
}

function read(status: number, body: string, headers: Record<string, string> = {}) {
  return readAnswer({ status, body, headers })
}

const words = {
  invalid: 'Invalid access token',
  resource: 'Unauthorized to access requested resource',
  location: 'Cannot use the access token from location: 192.0.2.1',
} as const

type Case = [reason: string, status: number, body: string, why?: string]

/** docs/reference/failure-reasons.md, "Which answer gives which reason". */
const reasons: Case[] = [
  ['auth', 400, refusal(6003), 'malformed token'],
  ['auth', 400, refusal(9106), 'malformed token, other backend'],
  ['auth', 400, refusal(10000, 'Authentication error'), 'recorded'],
  ['auth', 401, refusal(10000)],
  ['auth', 401, refusal(2036, 'Unauthorized')],
  ['auth', 401, '<html>', 'any 401'],
  ['auth', 403, refusal(9109, words.invalid)],
  ['auth', 403, refusal(9109, `9109: ${words.invalid.toUpperCase()}.`)],
  ['auth', 403, refusal(9103)],
  ['auth', 429, refusal(10502), 'locked out after bad tokens'],
  ['permission', 403, refusal(9109, words.location)],
  ['permission', 403, refusal(9109, words.resource), 'said of a good token'],
  ['permission', 403, refusal(9109, ''), 'no words'],
  ['permission', 403, refusal(9109, 'Something new')],
  ['permission', 403, refusal(10000)],
  ['permission', 403, refusal(0, "Actor 'x' requires permission 'y'")],
  ['permission', 403, refusal(), 'no error'],
  ['permission', 403, '<html>', 'any other 403'],
  ['not_found', 404, refusal(1551)],
  ['not_found', 404, refusal(1552)],
  ['not_found', 404, refusal(1553)],
  ['bad_response', 404, '<html>not here</html>', 'a 404 that is no envelope'],
  ['bad_response', 404, refusal(7000), 'no route'],
  ['bad_response', 404, refusal(7003), 'could not route'],
  ['bad_response', 400, refusal(7003)],
  ['bad_response', 400, refusal(1011)],
  ['bad_response', 404, '{"success":true,"result":{}}'],
  ['rate_limited', 429, refusal(971)],
  ['rate_limited', 429, refusal(10429, 'Rate limited')],
  ['rate_limited', 429, 'slow down'],
  ...[200, 201, 203].flatMap((status) =>
    [971, 10100, 10300, 10429].map((code): Case => ['rate_limited', status, refusal(code)]),
  ),
  [
    'rate_limited',
    403,
    '<title>Access denied</title> <span>Error</span> <span>1015</span> error code: 1015',
    'edge page',
  ],
  ['rate_limited', 200, '<h1><span class="e">Error</span>\n<span>1015</span></h1>', 'edge page as people see it'],
  [
    'rate_limited',
    403,
    '{"title":"Error 1015: You are being rate limited","error_code":1015,"retry_after":30}',
    'edge JSON',
  ],
  ['server_error', 500, refusal(10000), 'a 5xx envelope'],
  ['server_error', 502, 'error code: 502'],
  ['server_error', 503, ''],
  ['bad_response', 200, refusal(1000)],
  ['bad_response', 200, refusal(10000), 'the status says that it is no refusal'],
  ['bad_response', 200, '<html>'],
  ['bad_response', 203, '<html>'],
  ['bad_response', 200, '{"success":tr'],
  ['bad_response', 200, '[]'],
  ['bad_response', 204, ''],
  ['bad_response', 300, '{"success":true,"result":{}}'],
  ['bad_response', 302, ''],
  ['bad_response', 302, '{"success":true,"result":{}}'],
  ['bad_response', 408, ''],
]

describe('an answer that cannot be used has the reason that docs/reference/failure-reasons.md says', () => {
  test.each(reasons)('%s: HTTP %i %s', (reason, status, body) => {
    expect(read(status, body)).toMatchObject({ ok: false, failure: { reason, status } })
  })

  test.each(reasons)('%s: HTTP %i %s, with its code as text', (reason, status, body) => {
    const spelt = body.replace(/"code":(\d+)/, '"code":"$1"')
    expect(read(status, spelt)).toEqual(read(status, body))
    expect(read(status, spelt)).toMatchObject({ failure: { reason } })
  })
})

test.each([['9109 '], [' 9109'], ['0x2395'], ['9109.0'], ['1e3'], ['-9109'], [''], ['9'.repeat(400)]])(
  'a code that is no number in digits, %j, is none',
  (code) => {
    const body = JSON.stringify({ success: false, errors: [{ code, message: 'no' }] })
    expect(read(403, body)).toEqual({
      ok: false,
      failure: { reason: 'permission', status: 403, detail: 'HTTP 403: no' },
    })
  },
)

test.each([200, 201, 202, 203, 206])('HTTP %i with a whole envelope is an answer', (status) => {
  expect(read(status, '{"result":{"id":"x"},"success":true,"errors":[]}')).toEqual({
    ok: true,
    value: { result: { id: 'x' } },
  })
})

test('a success gives its result, null included', () => {
  expect(read(200, '{"result":{"id":"x"},"success":true,"errors":[]}')).toEqual({
    ok: true,
    value: { result: { id: 'x' } },
  })
  expect(read(200, '{"result":null,"success":true}')).toEqual({ ok: true, value: { result: null } })
})

test('a successful answer whose messages carry an error code is a success', () => {
  const body = '{"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid"}],"result":1}'
  expect(read(200, body).ok).toBe(true)
})

test('an answer that says nothing of itself is told by its size', () => {
  expect(read(200, 'moment')).toMatchObject({ failure: { detail: 'HTTP 200, no content type, 6 characters' } })
})

test('the failure carries the code, the words and Retry-After', () => {
  expect(read(429, refusal(971, 'Please wait'), { 'retry-after': '7' })).toEqual({
    ok: false,
    failure: { reason: 'rate_limited', status: 429, code: 971, detail: 'HTTP 429: Please wait (971)', retryAfter: '7' },
  })
})

test('the words become one line of bounded length', () => {
  const answer = read(500, refusal(1, `a\nb\u0000c\u2028d ${'x'.repeat(100_000)}`))
  if (answer.ok) throw new Error('unexpected')
  expect(answer.failure.detail).toMatch(/^HTTP 500: a b c d x+…$/)
  expect(answer.failure.detail.length).toBeLessThan(400)
})

test('any status with any body gives a result or a reason of the closed list', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ success: fc.anything(), errors: fc.anything(), result: fc.anything() }, { requiredKeys: [] })
      .map((value) => {
        try {
          return JSON.stringify(value) ?? ''
        } catch {
          return ''
        }
      }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), body, (status, text) => {
      const answer = read(status, text)
      if (!answer.ok) expect(Object.keys(apiFailureReasons)).toContain(answer.failure.reason)
      else expect(Math.floor(status / 100)).toBe(2)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['https://login.portal.example/start?token=secret', 'a redirect to login.portal.example'],
  ['http://user:secret@10.0.0.1:8080/x', 'a redirect to 10.0.0.1:8080'],
  ['//login.portal.example/start?token=secret', 'a redirect to login.portal.example'],
  ['/login?token=secret', 'a redirect on the same host'],
  ['login', 'a redirect on the same host'],
  ['javascript:secret', 'a redirect to javascript:'],
  ['https://', 'a redirect to no address'],
])('a redirect to %s names the host alone', (location, words) => {
  const answer = readAnswer({ status: 302, headers: { location }, body: 'moved' })
  expect(answer).toMatchObject({ failure: { reason: 'bad_response', detail: expect.stringContaining(words) } })
  expect(JSON.stringify(answer)).not.toContain('secret')
})

test.each([
  ['stands twice', ['https://login.portal.example/', 'https://b.example/'], 'moved'],
  ['comes with an envelope', 'https://login.portal.example/', '{"success":true,"result":{}}'],
  ['comes with an error', 'https://login.portal.example/', '{"success":false,"errors":[{"code":1,"message":"moved"}]}'],
])('a location that %s names the host', (_, location, body) => {
  const detail = expect.stringMatching(/, a redirect to login\.portal\.example$/)
  expect(readAnswer({ status: 302, headers: { location }, body })).toMatchObject({ failure: { detail } })
})

test('a body that could not be decoded says why, and its status gives the reason', () => {
  const undecoded = 'content-encoding zstd, which cannot be read'
  for (const [status, reason] of [
    [200, 'bad_response'],
    [503, 'server_error'],
    [403, 'permission'],
  ] as const)
    expect(readAnswer({ status, headers: {}, body: '', undecoded })).toMatchObject({
      failure: { reason, detail: expect.stringContaining(undecoded) },
    })
})
