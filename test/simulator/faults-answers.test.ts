import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { recordedRefusals, refusalNames } from '../../src/simulator/faults/refusals.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { ask, fleetOnce, member, pathOf, simulator } from './support.ts'

let running: Simulator
let path: string
beforeEach(async () => {
  running = await simulator()
  path = pathOf(member(await fleetOnce(), 'fine-ecdsa'))
})

/** Plays one fault on one request and gives what came over the wire. */
async function played(fault: Fault) {
  running.fault({ ...fault, times: 1 })
  const response = await ask(running, path)
  const text = await response.text()
  expect((await ask(running, path)).status, 'the next request').toBe(200)
  return { status: response.status, headers: response.headers, text }
}

describe('status', () => {
  test('any status, code and message, with the edge’s headers', async () => {
    const { status, headers, text } = await played({ fault: 'status', status: 503, code: 0, message: 'Down' })
    expect([status, JSON.parse(text)]).toEqual([
      503,
      { result: null, success: false, errors: [{ code: 0, message: 'Down' }], messages: [] },
    ])
    expect([headers.has('cf-ray'), headers.get('retry-after')]).toEqual([true, null])
  })

  test.each(['0', '300', 'Mon, 23 Nov 2026 12:05:00 GMT', 'soon'])('Retry-After: %s', async (retryAfter) => {
    const { headers } = await played({ fault: 'status', status: 429, code: 971, retryAfter })
    expect(headers.get('retry-after')).toBe(retryAfter)
  })

  test('a chain, a short envelope, none', async () => {
    const chain = await played({ fault: 'status', status: 400, code: 6003, chainCode: 6111 })
    const short = await played({ fault: 'status', status: 403, envelope: 'short' })
    const none = await played({ fault: 'status', status: 404, envelope: 'none', message: 'Not here' })
    expect(JSON.parse(chain.text)).toMatchObject({ errors: [{ code: 6003, error_chain: [{ code: 6111 }] }] })
    expect(Object.keys(JSON.parse(short.text))).toEqual(['success', 'errors'])
    expect([none.status, none.text]).toEqual([404, 'Not here'])
  })
})

test.each(refusalNames)('refusal, as recorded: %s', async (as) => {
  const [code, number, message] = recordedRefusals[as]
  const { status, text } = await played({ fault: 'refusal', as })
  expect([status, JSON.parse(text)]).toMatchObject([
    code,
    { success: false, errors: [{ code: number, message }], result: null },
  ])
})

test('success_false', async () => {
  const { status, text } = await played({ fault: 'success_false', code: 971 })
  expect([status, JSON.parse(text)]).toMatchObject([200, { success: false, errors: [{ code: 971 }], result: null }])
})

test.each([
  ['plain', 200, 'text/html', null, '<html>'],
  ['bad_gateway', 502, 'text/plain', null, 'error code: 502'],
  ['rate_limited', 429, 'text/html', '30', '1015'],
  ['rate_limited_json', 429, 'application/json', '30', '"retry_after":30'],
  ['access_denied', 403, 'text/html', null, '1020'],
] as const)('html: %s', async (page, status, type, retryAfter, content) => {
  const got = await played({ fault: 'html', page })
  expect([got.status, got.headers.get('content-type'), got.headers.get('retry-after'), got.text]).toEqual([
    status,
    expect.stringContaining(type),
    retryAfter,
    expect.stringContaining(content),
  ])
})

test('html: with another status and Retry-After, or none', async () => {
  const other = await played({ fault: 'html', page: 'rate_limited_json', status: 503, retryAfter: '0' })
  const none = await played({ fault: 'html', page: 'rate_limited', retryAfter: 'none' })
  expect([other.status, other.headers.get('retry-after'), none.headers.get('retry-after')]).toEqual([503, '0', null])
})

test('not_json, empty_body, redirect', async () => {
  const text = await played({ fault: 'not_json' })
  const empty = await played({ fault: 'empty_body' })
  const redirect = await played({ fault: 'redirect', location: 'http://127.0.0.1:1/' })
  expect([text.status, text.headers.get('content-type'), text.text]).toEqual([200, 'application/json', 'all is well'])
  expect([empty.status, empty.text]).toEqual([200, ''])
  expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'http://127.0.0.1:1/'])
})

test('ratelimit: the right answer, with what another policy claims', async () => {
  const { status, headers } = await played({ fault: 'ratelimit' })
  expect([status, headers.get('ratelimit')]).toEqual([200, '"daily";r=0;t=86400'])
})
