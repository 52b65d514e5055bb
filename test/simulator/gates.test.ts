import { describe, expect, test } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { answer, ask, fleetOnce, listPath, member, now, simulator } from './support.ts'

const { token, email, key } = defaultCredentials
const otherToken = token.replaceAll('0', '1')

describe('credentials', () => {
  const path = '/zones/023e105f4ecef8ad9ca31a8372d0c353/origin_tls_client_auth'

  test.each([
    ['the token', { authorization: `Bearer ${token}` }, 200, undefined],
    ['the e-mail and key', { 'x-auth-email': email, 'x-auth-key': key }, 200, undefined],
    ['none', {}, 400, [{ code: 9106 }]],
    ['a malformed token', { authorization: 'Bearer abc-def' }, 400, [{ code: 6003, error_chain: [{ code: 6111 }] }]],
    ['another scheme', { authorization: `Basic ${token}` }, 400, [{ code: 6003, error_chain: [{ code: 6111 }] }]],
    ['a wrong token', { authorization: `Bearer ${otherToken}` }, 403, [{ code: 9109 }]],
    [
      'a malformed key',
      { 'x-auth-email': email, 'x-auth-key': 'short' },
      400,
      [{ code: 6003, error_chain: [{ code: 6103 }] }],
    ],
    [
      'a malformed e-mail',
      { 'x-auth-email': 'ops', 'x-auth-key': key },
      400,
      [{ code: 6003, error_chain: [{ code: 6102 }] }],
    ],
    ['a wrong key', { 'x-auth-email': email, 'x-auth-key': key.replaceAll('0', 'f') }, 403, [{ code: 9103 }]],
    ['a key without e-mail', { 'x-auth-key': key }, 400, [{ code: 6003, error_chain: [{ code: 6102 }] }]],
    [
      'both kinds',
      { authorization: `Bearer ${token}`, 'x-auth-email': email, 'x-auth-key': key },
      400,
      [{ code: 6003 }],
    ],
  ])('%s', async (_, headers, status, errors) => {
    const running = await simulator()
    const got = await answer(ask(running, path, { headers }))
    expect(got).toMatchObject({ status, body: errors ? { success: false, errors } : { success: true } })
  })

  test('both kinds at once are on record', async () => {
    const running = await simulator()
    await ask(running, path, { headers: { authorization: `Bearer ${token}`, 'x-auth-key': key } })
    await ask(running, path)
    expect(running.requests.map(({ credentials }) => credentials)).toEqual(['both', 'token'])
  })

  test('credentials handed in are the only right ones, however short', async () => {
    const running = await simulator({ credentials: { token: 'short', email: 'a@b', key: 'k' } })
    expect((await ask(running, path)).status).toBe(200)
    expect((await ask(running, path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403)
  })
})

describe('/user/tokens/verify', () => {
  test('a good token is active, with a message that carries code 10000', async () => {
    const got = await answer(ask(await simulator(), '/user/tokens/verify'))
    expect(got).toMatchObject({
      status: 200,
      body: { success: true, messages: [{ code: 10000 }], result: { status: 'active' } },
    })
  })

  test('a token with an end says so', async () => {
    const credentials = {
      ...defaultCredentials,
      tokenStatus: 'expired',
      tokenExpiresOn: '2026-12-01T00:00:00Z',
    } as const
    const got = await answer(ask(await simulator({ credentials }), '/user/tokens/verify'))
    expect(got.body).toMatchObject({ messages: [], result: { status: 'expired', expires_on: '2026-12-01T00:00:00Z' } })
  })

  test('an unknown token is code 1000', async () => {
    const headers = { authorization: `Bearer ${otherToken}` }
    const got = await answer(ask(await simulator(), '/user/tokens/verify', { headers }))
    expect(got).toMatchObject({ status: 401, body: { errors: [{ code: 1000 }] } })
  })
})

describe('the rate limit', () => {
  test('blocks for a whole window after one request too many, and counts each credential by itself', async () => {
    let time = now.getTime()
    const clock = () => new Date(time)
    const running = await simulator({ clock, rateLimit: { requests: 2, windowSeconds: 300 } })
    const path = listPath('zone', member(await fleetOnce(), 'whole-zone').zoneId)
    const statusAt = async (seconds: number) => {
      time = now.getTime() + seconds * 1000
      const { status, headers } = await ask(running, path)
      return [status, headers.get('ratelimit'), headers.get('retry-after')]
    }

    expect(await statusAt(0)).toEqual([200, '"default";r=1;t=300', null])
    expect(await statusAt(100)).toEqual([200, '"default";r=0;t=200', null])
    expect(await statusAt(200)).toEqual([429, '"default";r=0;t=300', '300'])
    expect(await statusAt(450)).toEqual([429, '"default";r=0;t=50', '50'])
    expect((await ask(running, path, { headers: { 'x-auth-email': email, 'x-auth-key': key } })).status).toBe(200)
    expect(await statusAt(500)).toEqual([200, '"default";r=1;t=300', null])
  })

  test('answers with code 971', async () => {
    const running = await simulator({ rateLimit: { requests: 0, windowSeconds: 60 } })
    const got = await answer(ask(running, '/user/tokens/verify'))
    expect(got).toMatchObject({ status: 429, body: { success: false, errors: [{ code: 971 }] } })
  })

  test('can be switched off', async () => {
    const running = await simulator({ rateLimit: { requests: Number.POSITIVE_INFINITY, windowSeconds: 60 } })
    const { status, headers } = await ask(running, '/user/tokens/verify')
    expect([status, headers.get('ratelimit')]).toEqual([200, null])
  })
})
