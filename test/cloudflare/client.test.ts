import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CloudflareClient } from '../../src/cloudflare/client.ts'
import { Redactor } from '../../src/log/redaction.ts'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { clientFor } from '../support/client.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { startLoopbackServer } from '../support/loopback.ts'
import { patient } from '../support/machine.ts'

const never = new AbortController().signal
let fleet: Fleet
let simulator: Simulator
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
})
afterEach(async () => {
  simulator.clearFaults()
  await Promise.all(open.splice(0).map((client) => client.close()))
})
afterAll(() => simulator.close())

function newClient(settings: Partial<Parameters<typeof clientFor>[0]> = {}) {
  const secret = { kind: 'token', token: simulator.credentials.token } as const
  const made = clientFor({ baseUrl: simulator.baseUrl, secret, ...settings })
  open.push(made)
  return made
}

function certificate(name: string) {
  const found = fleet.certificates.find((each) => each.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return { ...found, scopeId: found.zoneId, credentials: 'default' }
}

function ask(client: CloudflareClient, name = 'fine-rsa', signal = never) {
  return client.certificate(certificate(name), signal)
}

describe('a certificate arrives', () => {
  test('with a token, out of the hostname store', async () => {
    const { client, requested, remaining } = newClient()
    const answer = await ask(client)
    expect(answer).toMatchObject({ ok: true, value: { status: 'active', signature: 'SHA256-RSA' } })
    expect(requested).toEqual([
      ['/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}', '200'],
    ])
    expect(remaining).toHaveLength(1)
    expect(simulator.requests.at(-1)).toMatchObject({
      credentials: 'token',
      headers: { 'user-agent': 'cloudflare-cert-exporter/test', accept: 'application/json' },
    })
    expect(simulator.requests.at(-1)?.headers).toHaveProperty('accept-encoding', 'identity')
  })

  test('with e-mail and key, out of the zone store', async () => {
    const { email, key } = simulator.credentials
    const { client } = newClient({ secret: { kind: 'key', email, key } })
    expect(await ask(client, 'whole-zone')).toMatchObject({ ok: true })
    expect(simulator.requests.at(-1)).toMatchObject({ credentials: 'key' })
    expect(simulator.requests.at(-1)?.path).toMatch(/origin_tls_client_auth\/5e4f1c2a-[-0-9a-f]+$/)
  })
})

describe('a credential that cannot be used', () => {
  test.each([
    ['a malformed token', { kind: 'token', token: 'abc' }],
    ['a wrong token', { kind: 'token', token: 'x'.repeat(40) }],
    ['a wrong key', { kind: 'key', email: 'ops@example.com', key: 'f'.repeat(37) }],
  ] as const)('%s is auth, and is not tried again', async (_, secret) => {
    const { client, requested } = newClient({ secret })
    expect(await ask(client)).toMatchObject({ ok: false, failure: { reason: 'auth' } })
    expect(requested).toHaveLength(1)
  })

  test('one that cannot be read is no refusal, and asks nobody', async () => {
    const { client, requested } = newClient({ secret: undefined })
    expect(await ask(client)).toEqual({ ok: false, failure: { reason: 'credential', detail: 'the file is missing' } })
    expect(requested).toHaveLength(0)
  })
})

/** Each fault on the wire, the reason that it has to have, and how many requests it is worth. */
const faults: readonly [reason: string, requests: number, fault: Fault][] = [
  ['server_error', 3, { fault: 'status', status: 500 }],
  ['server_error', 3, { fault: 'html', status: 502 }],
  ['bad_response', 3, { fault: 'status', status: 408 }],
  ['rate_limited', 3, { fault: 'status', status: 429, code: 971 }],
  ['auth', 1, { fault: 'status', status: 429, code: 10502 }],
  ['permission', 1, { fault: 'status', status: 403, code: 10000 }],
  ['not_found', 1, { fault: 'status', status: 404, code: 1551 }],
  ['bad_response', 1, { fault: 'html', status: 404 }],
  ['bad_response', 1, { fault: 'html', status: 200 }],
  ['bad_response', 1, { fault: 'success_false' }],
  ['bad_response', 1, { fault: 'not_json' }],
  ['bad_response', 1, { fault: 'truncated' }],
  ['bad_response', 1, { fault: 'empty_body' }],
  ['bad_response', 1, { fault: 'null_result' }],
  ['bad_response', 1, { fault: 'wrong_id' }],
  ['bad_response', 1, { fault: 'wrong_shape' }],
  ['bad_response', 1, { fault: 'redirect' }],
  ['bad_response', 1, { fault: 'huge' }],
  ['bad_response', 1, { fault: 'gzip_bomb' }],
  ['bad_response', 1, { fault: 'endless_headers' }],
  ['bad_response', 1, { fault: 'not_http' }],
  ['network', 3, { fault: 'cut_off' }],
  ['network', 3, { fault: 'reset' }],
  ['timeout', 3, { fault: 'stall_headers' }],
  ['timeout', 3, { fault: 'stall_body' }],
  ['timeout', 3, { fault: 'drip' }],
]

describe('a fault on the wire has its reason, and the next request works', () => {
  test.each(faults)('%s after %i requests: %o', async (reason, requests, fault) => {
    const { client, requested, retried } = newClient({
      timeoutSeconds: reason === 'timeout' ? 0.2 : patient(5_000) / 1000,
    })
    simulator.fault(fault)
    expect(await ask(client)).toMatchObject({ ok: false, failure: { reason, detail: expect.stringMatching(/./) } })
    expect(requested).toHaveLength(requests)
    expect(retried).toHaveLength(requests - 1)
    simulator.clearFaults()
    const other = newClient({ timeoutSeconds: patient(5_000) / 1000 })
    expect(await ask(reason === 'timeout' ? other.client : client)).toMatchObject({ ok: true })
  })
})

test.each([200, 201, 203])('a result that cannot be read keeps its status, %i', async (status) => {
  const server = await startLoopbackServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"success":true,"result":null}')
  })
  open.push(server)
  const { client } = newClient({ baseUrl: `http://${server.host}` })
  expect(await ask(client)).toMatchObject({ ok: false, failure: { reason: 'bad_response', status } })
})

describe('a token that a header says back is taken out before the header is cut or written in lower case', () => {
  const token = 'cfut_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789012345'
  const cut = 'x'.repeat(250)
  test.each<[string, Record<string, string>, string]>([
    ['the host of a redirect', { location: `https://${token}.example/` }, 'a redirect to no address'],
    ['user information', { location: `https://${token}@portal.example/` }, 'a redirect to portal.example'],
    ['the content type', { 'content-type': token }, 'HTTP 302, [redacted]'],
    ['a content type that is cut', { 'content-type': `${cut}${token}` }, cut],
    ['the encoding', { 'content-encoding': token }, 'content-encoding [redacted], which cannot be read'],
    ['an encoding that is cut', { 'content-encoding': `${cut}${token}` }, cut],
  ])('%s', async (_, headers, words) => {
    const server = await startLoopbackServer((_, response) => void response.writeHead(302, headers).end('moved'))
    open.push(server)
    const redactor = new Redactor()
    redactor.add(token)
    const { client } = newClient({ baseUrl: `http://${server.host}`, redact: redactor.apply })
    const answer = await ask(client)
    expect(answer).toMatchObject({ ok: false, failure: { detail: expect.stringContaining(words) } })
    expect(JSON.stringify(answer).toLowerCase()).not.toContain(token.slice(0, 6).toLowerCase())
  })
})

describe('an unusual answer that is right all the same', () => {
  test.each<Fault>([{ fault: 'association_shape' }, { fault: 'private_key' }, { fault: 'go_date' }, { fault: 'slow' }])(
    '%o',
    async (fault) => {
      const { client } = newClient({ timeoutSeconds: patient(5_000) / 1000 })
      simulator.fault(fault)
      const answer = await ask(client)
      expect(answer).toMatchObject({ ok: true, value: { status: 'active' } })
      expect(JSON.stringify(answer)).not.toContain('PRIVATE KEY')
    },
  )
})

test('what passes is forgotten: the third attempt works', async () => {
  const { client, requested } = newClient()
  simulator.fault({ fault: 'status', status: 503, times: 2 })
  expect(await ask(client)).toMatchObject({ ok: true })
  expect(requested.map(([, code]) => code)).toEqual(['503', '503', '200'])
})

describe('who gives up is let go at once', () => {
  test('in the middle of a request', async () => {
    const { client } = newClient({ timeoutSeconds: 60 })
    simulator.fault({ fault: 'stall_headers' })
    const stop = new AbortController()
    const arrived = simulator.nextRequest()
    const answer = ask(client, 'fine-rsa', stop.signal)
    await arrived
    stop.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
  })

  test('in the pause that Cloudflare asked for', async () => {
    const { client, retried } = newClient()
    simulator.fault({ fault: 'status', status: 429, code: 971, retryAfter: '30' })
    const stop = new AbortController()
    const answer = ask(client, 'fine-rsa', stop.signal)
    await vi.waitFor(() => expect(retried).toEqual(['rate_limited']))
    stop.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
  })
})

test('a list that says the same again has the same digest, and another list has another', async () => {
  const { client } = newClient()
  const question = { kind: 'hostname', scopeId: certificate('fine-rsa').zoneId, credentials: 'default' } as const
  const digest = async () => {
    const answer = await client.certificates(question, never)
    return answer.ok ? answer.digest : undefined
  }
  const [first, again] = [await digest(), await digest()]
  expect(first).toEqual(expect.any(String))
  expect(again).toBe(first)
  simulator.fault({ fault: 'short_list' })
  expect(await digest()).not.toBe(first)
})

test('nobody there, and no such name, is network', async () => {
  for (const baseUrl of ['http://127.0.0.1:1/client/v4', 'https://cloudflare.invalid/client/v4']) {
    const { client } = newClient({ baseUrl })
    expect(await ask(client)).toMatchObject({ ok: false, failure: { reason: 'network' } })
  }
})

test('HTTPS against a server that speaks HTTP is network', async () => {
  const { client } = newClient({ baseUrl: simulator.baseUrl.replace('http:', 'https:') })
  expect(await ask(client)).toMatchObject({ ok: false, failure: { reason: 'network' } })
})

test('a Ratelimit header that claims a day is outdone by the next one: nothing waits for five minutes', async () => {
  const { client, remaining } = newClient()
  simulator.fault({ fault: 'ratelimit', remaining: 0, reset: 86_400, times: 1 })
  for (let i = 0; i < 4; i++) expect(await ask(client)).toMatchObject({ ok: true })
  expect(remaining[0]).toBe(0)
  expect(Math.min(...remaining.slice(1))).toBeGreaterThan(100)
})
