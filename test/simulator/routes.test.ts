import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answer, ask, fleetOnce, listPath, member, pathOf, simulator } from './support.ts'

const exampleCom = '023e105f4ecef8ad9ca31a8372d0c353'
const api = '8d7c6b5a493827160f1e2d3c4b5a6978'

describe('certificates', () => {
  test.each(['fine-rsa', 'whole-zone', 'deleted', 'fresh-upload', 'no-pem'])('%s by its id', async (name) => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const { record } = member(fleet, name)
    const got = await answer(ask(running, pathOf(member(fleet, name))))
    expect(got).toEqual({ status: 200, body: { success: true, errors: [], messages: [], result: record } })
  })

  test.each([
    ['unknown-id', 1551],
    ['unknown-id-zone-store', 1552],
  ])('%s is a 404 with code %i', async (name, code) => {
    const running = await simulator()
    const got = await answer(ask(running, pathOf(member(await fleetOnce(), name))))
    expect(got).toMatchObject({ status: 404, body: { success: false, errors: [{ code }], result: null } })
  })

  test('a list has what is listed, tombstones included, and says how much that is', async () => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const { zoneId } = member(fleet, 'deleted')
    const listed = fleet.certificates.filter((each) => each.zoneId === zoneId && each.listed)
    const got = await answer(ask(running, listPath('hostname', zoneId)))
    expect(got.body).toMatchObject({
      result: listed.map(({ record }) => record),
      result_info: { count: listed.length, page: 1, total_pages: 1 },
    })
    expect(JSON.stringify(got.body)).not.toContain(member(fleet, 'fresh-upload').certificateId)
  })

  test('the two stores of a zone are apart', async () => {
    const got = await answer(ask(await simulator(), listPath('zone', api)))
    expect(got.body).toMatchObject({ result: [{ status: 'active' }, { status: 'active' }], result_info: { count: 2 } })
  })

  test('an empty zone store is null, an empty hostname store a list', async () => {
    const running = await simulator()
    const [empty] = (await fleetOnce()).zones.slice(-1)
    const zone = await answer(ask(running, listPath('zone', empty?.id ?? '')))
    const hostname = await answer(ask(running, listPath('hostname', empty?.id ?? '')))
    expect([zone.body, hostname.body]).toMatchObject([
      { success: true, result: null },
      { success: true, result: [] },
    ])
  })
})

test('a zone that the credentials cannot see is a 403 without messages and result', async () => {
  const got = await answer(ask(await simulator(), pathOf(member(await fleetOnce(), 'foreign-zone'))))
  expect(got).toEqual({
    status: 403,
    body: { success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
  })
})

test.each([
  '/zones/not-hex/origin_tls_client_auth',
  `/zones/0${exampleCom}/origin_tls_client_auth`,
  `/zones/${exampleCom}0/origin_tls_client_auth`,
  `/zones/${exampleCom}/nothing`,
  '/nothing',
])('%s cannot be routed', async (path) => {
  const got = await answer(ask(await simulator(), path))
  expect(got).toMatchObject({ status: 400, body: { success: false, errors: [{ code: 7003 }, { code: 7000 }] } })
})

test('a method that a path does not have', async () => {
  const running = await simulator()
  const headers = { authorization: `Bearer ${running.credentials.token}` }
  const got = await answer(ask(running, listPath('zone', api), { method: 'PATCH', body: '{}', headers }))
  expect(got).toMatchObject({ status: 405, body: { success: false, errors: [{ code: 7001 }] } })
})

test.each(['{}', 'no JSON', '{"certificate": "no PEM", "private_key": "k"}'])(
  'an upload that is no certificate is refused, and nothing is stored: %s',
  async (body) => {
    const running = await simulator()
    const headers = { authorization: `Bearer ${running.credentials.token}` }
    const before = await answer(ask(running, listPath('zone', api)))
    const got = await answer(ask(running, listPath('zone', api), { method: 'POST', body, headers }))
    expect(got).toMatchObject({ status: 400, body: { success: false } })
    expect(await answer(ask(running, listPath('zone', api)))).toEqual(before)
  },
)

test.each(['hostname', 'zone'] as const)('a %s certificate is uploaded, and deleted again', async (kind) => {
  const running = await simulator()
  const headers = { authorization: `Bearer ${running.credentials.token}` }
  const { certificate } = member(await fleetOnce(), 'fine-ecdsa').record ?? {}
  const body = JSON.stringify({ certificate, private_key: 'k' })
  const uploaded = await ask(running, listPath(kind, api), { method: 'POST', body, headers })
  const { result } = z.object({ result: z.object({ id: z.string(), status: z.string() }) }).parse(await uploaded.json())
  expect(result.status).toBe('pending_deployment')
  const path = `${listPath(kind, api)}/${result.id}`
  expect((await answer(ask(running, path))).body).toMatchObject({ result: { status: 'active', certificate } })
  const deleted = await answer(ask(running, path, { method: 'DELETE', headers }))
  expect(deleted).toMatchObject({ status: 200, body: { result: { id: result.id, status: 'pending_deletion' } } })
  expect((await answer(ask(running, path))).body).toMatchObject({ result: { status: 'deleted' } })
})

test('every answer carries what Cloudflare’s edge adds, with the clock that was handed in', async () => {
  const { headers } = await ask(await simulator(), '/user/tokens/verify')
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/json',
    'cf-ray': expect.stringMatching(/^[0-9a-f]{16}-[A-Z]{3}$/),
    date: 'Mon, 23 Nov 2026 12:00:00 GMT',
    ratelimit: '"default";r=1199;t=300',
    'ratelimit-policy': '"default";q=1200;w=300',
  })
})

test('requests are recorded without secrets', async () => {
  const running = await simulator()
  const arrives = running.nextRequest('/user/')
  await ask(running, '/user/tokens/verify?x=1')
  expect(running.requests).toEqual([await arrives])
  expect(running.requests).toMatchObject([
    {
      method: 'GET',
      path: '/client/v4/user/tokens/verify?x=1',
      credentials: 'token',
      headers: { authorization: '[redacted]' },
    },
  ])
  expect(JSON.stringify(running.requests)).not.toContain(running.credentials.token)
})

describe('the fleet changes', () => {
  test('a deleted certificate stays readable, a vanished one does not', async () => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const [first, second] = [member(fleet, 'fine-rsa'), member(fleet, 'fine-ecdsa')]
    running.remove(first, 'tombstone')
    running.remove(second, 'vanish')
    expect((await answer(ask(running, pathOf(first)))).body).toMatchObject({ result: { status: 'deleted' } })
    expect((await answer(ask(running, pathOf(second)))).body).toMatchObject({ errors: [{ code: 1551 }] })
    expect(JSON.stringify((await answer(ask(running, listPath('hostname', exampleCom)))).body)).not.toContain(
      second.certificateId,
    )
  })

  test('a rotation replaces, a new certificate appears', async () => {
    const [running, fleet] = [await simulator(), await fleetOnce()]
    const [old, renewed] = [member(fleet, 'ends-tomorrow'), member(fleet, 'fine-ecdsa')]
    running.upsert({ ...old, record: renewed.record })
    expect((await answer(ask(running, pathOf(old)))).body).toMatchObject({ result: renewed.record })
    const unseen = member(fleet, 'foreign-zone')
    running.upsert({ ...unseen, record: renewed.record })
    expect((await answer(ask(running, pathOf(unseen)))).status).toBe(200)
  })

  test('one simulator does not change the fleet of another', async () => {
    const [running, other, fleet] = [await simulator(), await simulator(), await fleetOnce()]
    running.remove(member(fleet, 'fine-rsa'), 'vanish')
    expect((await ask(other, pathOf(member(fleet, 'fine-rsa')))).status).toBe(200)
  })
})

test("the zone's setting for Cloudflare's shared certificate can be read, as the Terraform provider does", async () => {
  const zoneId = member(await fleetOnce(), 'fine-ecdsa').zoneId
  const { status, body } = await answer(ask(await simulator(), `/zones/${zoneId}/settings/tls_client_auth`))
  expect([status, body]).toMatchObject([200, { success: true, result: { id: 'tls_client_auth', value: 'off' } }])
})
