import { beforeAll, describe, expect, test } from 'vitest'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { exampleAccount, exampleCom, legacy, legacyAccount, shop } from '../../src/simulator/fleet/zones.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { answer, ask, associationPath, fleetOnce, listPath, now, settingsPath, simulator } from './support.ts'

let large: Fleet
beforeAll(async () => {
  large = await largeFleet({ zones: 120, certificatesPerZone: 1, now, associations: true, zoneStoreEnabled: true })
})

interface Page {
  readonly result: readonly { readonly id: string; readonly name: string }[]
  readonly result_info: Readonly<Record<string, number>>
}

function isPage(body: unknown): body is Page {
  return typeof body === 'object' && body !== null && 'result' in body && Array.isArray(body.result)
}

async function zones(running: Simulator, query = '', init: RequestInit = {}): Promise<Page> {
  const { status, body } = await answer(ask(running, `/zones${query}`, init))
  if (!isPage(body)) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

const names = ({ result }: Page) => result.map(({ name }) => name)

describe('pages', () => {
  test('120 zones are three pages of 50, each zone once, and a page past the end is empty', async () => {
    const running = await simulator({ fleet: large })
    const pages = await Promise.all([1, 2, 3, 4].map((page) => zones(running, `?page=${page}&per_page=50`)))
    const of = (page: number, count: number) => ({ page, per_page: 50, total_pages: 3, count, total_count: 120 })
    expect(pages.map(({ result_info }) => result_info)).toEqual([of(1, 50), of(2, 50), of(3, 20), of(4, 0)])
    expect(pages.flatMap(({ result }) => result.map(({ id }) => id))).toEqual(large.zones.map(({ id }) => id))
  })

  test('without a word: the first 20', async () => {
    const { result, result_info } = await zones(await simulator({ fleet: large }))
    expect(result).toHaveLength(20)
    expect(result_info).toEqual({ page: 1, per_page: 20, total_pages: 6, count: 20, total_count: 120 })
  })

  test.each(['per_page=4', 'per_page=51', 'per_page=many', 'per_page=', 'per_page=5.5', 'page=0', 'page=-1'])(
    '%s is refused',
    async (query) => {
      const got = await answer(ask(await simulator(), `/zones?${query}`))
      expect(got).toMatchObject({ status: 400, body: { success: false, errors: [{}], result: null } })
    },
  )

  test.each(['per_page=5', 'per_page=50'])('%s is not', async (query) => {
    expect((await ask(await simulator(), `/zones?${query}`)).status).toBe(200)
  })
})

describe('filters', () => {
  test.each([
    ['?name=shop.example', ['shop.example']],
    ['?name=shop', []],
    [`?account.id=${legacyAccount.id}`, ['legacy.example', 'empty.example']],
    [`?account.id=${exampleAccount.id}&name=example.com`, ['example.com']],
    [`?account.id=${exampleAccount.id}&name=legacy.example`, []],
    ['?status=active', ['example.com', 'shop.example', 'api.example', 'legacy.example', 'empty.example']],
    ['?status=pending', []],
  ])('%s', async (query, expected) => {
    expect(names(await zones(await simulator(), query))).toEqual(expected)
  })

  test('no zone at all is an empty list with totals of nothing', async () => {
    expect(await zones(await simulator(), '?name=nobody.example')).toMatchObject({
      result: [],
      result_info: { page: 1, per_page: 20, total_pages: 0, count: 0, total_count: 0 },
    })
  })
})

test('a zone has its account, and null where the recordings have it', async () => {
  const { result } = await zones(await simulator(), '?name=legacy.example')
  expect(result).toMatchObject([
    {
      id: legacy.id,
      name: 'legacy.example',
      status: 'active',
      paused: false,
      type: 'full',
      account: legacyAccount,
      original_registrar: null,
      original_dnshost: null,
      vanity_name_servers_ips: null,
    },
  ])
})

test('zones come and go, with all that is in them', async () => {
  const running = await simulator()
  const fresh = { id: 'a'.repeat(32), name: 'fresh.example', status: 'pending', paused: true } as const
  running.addZone(fresh)
  expect(await zones(running, '?status=pending')).toMatchObject({
    result: [{ ...fresh, activated_on: null, account: exampleAccount }],
  })
  expect((await answer(ask(running, listPath('zone', fresh.id)))).body).toMatchObject({ result: null })
  running.removeZone(exampleCom.id)
  expect(names(await zones(running))).not.toContain('example.com')
  expect((await ask(running, listPath('hostname', exampleCom.id))).status).toBe(403)
  running.addZone(exampleCom)
  expect((await answer(ask(running, listPath('hostname', exampleCom.id)))).body).toMatchObject({ result: [] })
  expect((await ask(running, associationPath(exampleCom.id, 'payments.example.com'))).status).toBe(404)
  expect(() => running.removeZone('f'.repeat(32))).toThrow('no zone')
})

test('every zone of a large fleet may have hostnames and its zone store', async () => {
  const running = await simulator({ fleet: large })
  const [zone, { certificateId } = { certificateId: '' }] = [large.zones[7]?.id ?? '', large.certificates[7]]
  const association = await answer(ask(running, associationPath(zone, 'app-7.zone-7.example')))
  expect(association.body).toMatchObject({ result: { cert_id: certificateId, enabled: true } })
  expect((await answer(ask(running, settingsPath(zone)))).body).toMatchObject({ result: { enabled: true } })
  const plain = await largeFleet({ zones: 1, certificatesPerZone: 1, now })
  expect([plain.associations, plain.settings]).toEqual([[], [{ zoneId: '0'.repeat(32), enabled: false }]])
})

describe('several credentials', () => {
  const other = (digit: string, more: Partial<Credentials> = {}): Credentials => ({
    token: `simulated-token-${digit.repeat(25)}`,
    email: `${digit}@example.com`,
    key: digit.repeat(37),
    ...more,
  })
  const as = ({ token }: Credentials) => ({ headers: { authorization: `Bearer ${token}` } })

  test('each sees its own zones, and only those', async () => {
    const narrow = other('1', { zones: [shop.id] })
    const running = await simulator({ moreCredentials: [narrow] })
    expect(names(await zones(running))).toContain('example.com')
    expect(await zones(running, '', as(narrow))).toMatchObject({
      result: [{ name: 'shop.example' }],
      result_info: { total_count: 1 },
    })
    expect((await ask(running, listPath('hostname', shop.id), as(narrow))).status).toBe(200)
    expect(await answer(ask(running, listPath('hostname', exampleCom.id), as(narrow)))).toEqual({
      status: 403,
      body: { success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
    })
    expect((await ask(running, settingsPath(exampleCom.id), as(narrow))).status).toBe(403)
  })

  test('by e-mail and key as well, but not one with the key of another', async () => {
    const [one, two] = [other('1', { zones: [shop.id] }), other('2')]
    const running = await simulator({ moreCredentials: [one, two] })
    const init = { headers: { 'x-auth-email': one.email, 'x-auth-key': one.key } }
    expect(names(await zones(running, '', init))).toEqual(['shop.example'])
    const mixed = { headers: { 'x-auth-email': one.email, 'x-auth-key': two.key } }
    expect((await ask(running, '/zones', mixed)).status).toBe(403)
  })

  test('without zone_read zones are not listed, but certificates are', async () => {
    const blind = other('1', { lacks: ['zone_read'] })
    const running = await simulator({ moreCredentials: [blind] })
    expect(await answer(ask(running, '/zones', as(blind)))).toMatchObject({
      status: 403,
      body: {
        success: false,
        errors: [{ code: 0, message: expect.stringContaining("'com.cloudflare.api.account.zone.list'") }],
      },
    })
    expect((await ask(running, listPath('hostname', shop.id), as(blind))).status).toBe(200)
  })

  test('without ssl_read zones are listed, but nothing in them can be read', async () => {
    const blind = other('1', { lacks: ['ssl_read'] })
    const running = await simulator({ moreCredentials: [blind] })
    expect(names(await zones(running, '', as(blind)))).toContain('shop.example')
    for (const path of [listPath('hostname', shop.id), associationPath(shop.id, 'orders.shop.example')])
      expect(await answer(ask(running, path, as(blind)))).toEqual({
        status: 403,
        body: { success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
      })
    expect((await ask(running, settingsPath(shop.id), as(blind))).status).toBe(403)
  })

  test('each is verified as what it is', async () => {
    const owned = other('1', { accountId: legacyAccount.id, tokenStatus: 'disabled' })
    const running = await simulator({ moreCredentials: [owned] })
    const own = `/accounts/${legacyAccount.id}/tokens/verify`
    expect((await answer(ask(running, own, as(owned)))).body).toMatchObject({ result: { status: 'disabled' } })
    expect((await ask(running, '/user/tokens/verify', as(owned))).status).toBe(401)
    expect((await answer(ask(running, '/user/tokens/verify'))).body).toMatchObject({ result: { status: 'active' } })
    expect((await ask(running, own)).status).toBe(401)
    expect(running.credentials).toEqual(defaultCredentials)
  })
})

test('a zone alone is as in the list, and one that the credentials do not see is refused', async () => {
  const seeing = { ...defaultCredentials, token: 'seeing-token-00000000000000000000000000000', zones: [shop.id] }
  const running = await simulator({ moreCredentials: [seeing] })
  const as: RequestInit = { headers: { authorization: `Bearer ${seeing.token}` } }
  const { result } = await zones(running, '', as)
  expect(await answer(ask(running, `/zones/${shop.id}`, as))).toMatchObject({
    status: 200,
    body: { result: result[0] },
  })
  const refusal = { errors: [{ code: 9109, message: 'Unauthorized to access requested resource' }] }
  expect(await answer(ask(running, `/zones/${exampleCom.id}`, as))).toMatchObject({ status: 403, body: refusal })
  running.removeZone(shop.id)
  expect((await ask(running, `/zones/${shop.id}`, as)).status).toBe(403)
  expect((await ask(running, '/zones/x', as)).status).toBe(400)
})

test('the fleet of the demo belongs to two accounts', async () => {
  const accounts = new Set((await fleetOnce()).zones.map(({ account }) => account?.id))
  expect(accounts).toEqual(new Set([exampleAccount.id, legacyAccount.id]))
})
