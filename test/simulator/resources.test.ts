import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultCredentials, type Permission } from '../../src/simulator/api/credentials.ts'
import { resourceForms } from '../../src/simulator/api/resource-forms.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type ResourceName, resourceNames } from '../../src/simulator/store/resource.ts'
import { entriesOf, fixtureAccount, fixtureId, fixtureZone, fleetWith, kindFixtures } from '../support/kind-fixtures.ts'
import { answer, ask, now, resourcePath, simulator } from './support.ts'

let fixtures: Awaited<ReturnType<typeof kindFixtures>>
beforeAll(async () => {
  fixtures = await kindFixtures(now)
})

function scopeOf(resource: ResourceName): string {
  return resourceForms[resource].scope === 'zone' ? fixtureZone.id : fixtureAccount.id
}

/** The query with which everything is listed. */
function listPath(resource: ResourceName): string {
  const query = resource === 'certificate_packs' ? '?status=all' : ''
  return `${resourcePath(resource, scopeOf(resource))}${query}`
}

interface Listed {
  readonly result: readonly Record<string, unknown>[]
  readonly result_info?: Record<string, number>
}

async function list(running: Simulator, path: string): Promise<Listed> {
  const { status, body } = await answer(ask(running, path))
  expect(status).toBe(200)
  return body as Listed
}

async function everything(): Promise<Simulator> {
  const { mtls_too_many: _, ...others } = fixtures
  return simulator({ fleet: fleetWith(...Object.values(others)) })
}

const filled = resourceNames.map((resource) => [resource] as const)

describe.each(filled)('%s', (resource) => {
  test('lists its records, and gives each by its id', async () => {
    const running = await everything()
    const listed = await list(running, listPath(resource))
    expect(listed.result.length).toBeGreaterThan(0)
    const records = Object.values(fixtures).flatMap(entriesOf)
    for (const { id, ...record } of listed.result) {
      const known = records.find((each) => each.id === id)
      expect({ id, ...record }).toEqual(JSON.parse(JSON.stringify(known?.record)))
      const one = await answer(ask(running, `${resourcePath(resource, scopeOf(resource))}/${id}`))
      expect(one).toMatchObject({ status: 200, body: { success: true, result: { id, ...record } } })
    }
  })

  test('says of an unknown id that there is no such certificate', async () => {
    const path = `${resourcePath(resource, scopeOf(resource))}/${fixtureId(999)}`
    const got = await answer(ask(await everything(), path))
    const errors = [{ code: resourceForms[resource].absent, message: 'certificate not found' }]
    expect(got).toMatchObject({ status: 404, body: { success: false, result: null, errors } })
  })

  test('is empty, not null, where nothing was uploaded', async () => {
    const { result } = await list(await simulator({ fleet: fleetWith() }), listPath(resource))
    expect(result).toEqual([])
  })

  test('is refused where the plan does not include it, and back when it does', async () => {
    const running = await everything()
    running.resources.setInPlan({ resource, scopeId: scopeOf(resource) }, false)
    const { status, body } = await answer(ask(running, listPath(resource)))
    expect([status, body]).toMatchObject([
      403,
      { success: false, errors: [{ code: resourceForms[resource].notInPlan }] },
    ])
    running.resources.setInPlan({ resource, scopeId: scopeOf(resource) }, true)
    expect((await ask(running, listPath(resource))).status).toBe(200)
  })

  test('needs its own permission', async () => {
    const permissions: readonly Permission[] = [
      'zone_read',
      'ssl_read',
      'account_ssl_read',
      'access_mtls_read',
      'zero_trust_read',
    ]
    for (const permission of permissions) {
      const credentials = { ...defaultCredentials, lacks: [permission] }
      const running = await simulator({ fleet: fleetWith(), credentials })
      const expected = permission === resourceForms[resource].permission ? 403 : 200
      const { status, body } = await answer(ask(running, listPath(resource)))
      expect([permission, status]).toEqual([permission, expected])
      if (status === 403)
        expect(body).toEqual({ success: false, errors: [{ code: 10000, message: 'Authentication error' }] })
    }
  })

  test('is nobody’s business elsewhere', async () => {
    const running = await simulator({
      fleet: fleetWith(),
      credentials: { ...defaultCredentials, zones: [], accounts: [] },
    })
    expect((await ask(running, listPath(resource))).status).toBe(403)
    expect((await ask(running, resourcePath(resource, 'f'.repeat(32)))).status).toBe(403)
    expect((await ask(running, resourcePath(resource, 'not-an-id'))).status).toBe(400)
  })
})

describe('pages', () => {
  const many = (resource: ResourceName, count: number) => {
    const [first] = Object.values(fixtures).find((each) => each.resource === resource)?.records ?? []
    return fleetWith({
      resource,
      records: Array.from({ length: count }, (_, index) => ({ ...first, id: fixtureId(1000 + index) })),
    })
  }

  test.each(['custom_certificates', 'custom_trust_store', 'certificate_packs'] as const)(
    '%s: 5 to 50',
    async (resource) => {
      const running = await simulator({ fleet: many(resource, 60) })
      const path = `${resourcePath(resource, scopeOf(resource))}?status=${resource === 'certificate_packs' ? 'all' : 'active'}`
      const second = await list(running, `${path}&page=2&per_page=50`)
      expect([second.result.length, second.result_info]).toMatchObject([
        10,
        { page: 2, total_pages: 2, total_count: 60 },
      ])
      expect((await list(running, path)).result).toHaveLength(20)
      expect((await list(running, `${path}&page=9`)).result).toEqual([])
      for (const size of [4, 51]) expect((await ask(running, `${path}&per_page=${size}`)).status).toBe(400)
    },
  )

  test('access_certificates: up to 1,000', async () => {
    const running = await simulator({ fleet: many('access_certificates', 60) })
    const path = resourcePath('access_certificates', fixtureAccount.id)
    expect((await list(running, path)).result).toHaveLength(50)
    expect((await list(running, `${path}?per_page=1000`)).result).toHaveLength(60)
    expect((await ask(running, `${path}?per_page=1001`)).status).toBe(400)
  })

  test('mtls_certificates and gateway_certificates have only one, and Gateway counts nothing', async () => {
    const fleet = fleetWith(fixtures.mtls_bundle_with_crlf, fixtures.gateway_zero_times)
    const running = await simulator({ fleet })
    const mtls = await list(running, `${resourcePath('mtls_certificates', fixtureAccount.id)}?page=2`)
    expect(mtls).toMatchObject({ result: [{ ca: true }], result_info: { per_page: 50, total_count: 1 } })
    const gateway = await list(running, `${resourcePath('gateway_certificates', fixtureAccount.id)}?page=2`)
    expect(Object.keys(gateway).toSorted()).toEqual(['errors', 'messages', 'result', 'success'])
  })

  test('an endpoint that ignores the page answers the first one for ever', async () => {
    const running = await simulator({ fleet: many('custom_trust_store', 60) })
    running.resources.setIgnoresPages('custom_trust_store', true)
    const path = `${resourcePath('custom_trust_store', fixtureZone.id)}?per_page=50`
    expect((await list(running, `${path}&page=3`)).result).toEqual((await list(running, path)).result)
  })
})

describe('filters', () => {
  test('packs are the active ones, unless all are asked for', async () => {
    const running = await simulator({ fleet: fleetWith(fixtures.packs) })
    const path = resourcePath('certificate_packs', fixtureZone.id)
    expect((await list(running, path)).result.map(({ status }) => status)).toEqual(['active', 'active'])
    expect((await list(running, `${path}?status=all`)).result).toHaveLength(4)
  })

  test('uploaded certificates by status', async () => {
    const running = await simulator({ fleet: fleetWith(fixtures.uploaded_in_odd_states) })
    const path = resourcePath('custom_certificates', fixtureZone.id)
    expect((await list(running, `${path}?status=timed_out`)).result).toMatchObject([{ status: 'timed_out' }])
    expect((await list(running, path)).result).toHaveLength(3)
  })

  test.each(['type=custom', 'type=custom,gateway_managed', 'type=gateway_managed&type=custom', ''])(
    'mTLS: %s',
    async (query) => {
      const running = await simulator({ fleet: fleetWith(fixtures.mtls_leaf) })
      const path = resourcePath('mtls_certificates', fixtureAccount.id)
      expect((await list(running, `${path}?${query}`)).result).toHaveLength(1)
      expect((await list(running, `${path}?type=gateway_managed`)).result).toEqual([])
    },
  )
})

describe('the forms of the answers', () => {
  test('an uploaded certificate has no PEM and no serial number', () => {
    const [record = {}] = fixtures.uploaded_without_pem.records
    expect(record).toMatchObject({ issuer: 'GlobalSign', expires_on: '2027-01-12T12:00:00Z', status: 'active' })
    expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['certificate']))
    expect(Object.keys(record)).not.toEqual(expect.arrayContaining(['serial_number']))
  })

  test('Access gives a day, and a fingerprint for which there is no PEM', () => {
    const [record = {}] = fixtures.access_day.records
    expect(record).toMatchObject({ expires_on: '2026-12-25T00:00:00Z' })
    expect(record).toMatchObject({
      fingerprint: expect.stringMatching(/^MD5 Fingerprint=(?:[0-9A-F]{2}:){15}[0-9A-F]{2}$/),
    })
  })

  test('Gateway has zero times, and the fingerprint of its PEM', () => {
    const [record] = fixtures.gateway_zero_times.records
    expect(record).toMatchObject({
      uploaded_on: '0001-01-01T00:00:00Z',
      updated_at: '0001-01-01T00:00:00Z',
      in_use: true,
    })
    expect(record?.['fingerprint']).toBe(new X509Certificate(String(record?.['certificate'])).fingerprint256)
  })

  test('the mTLS bundle has two certificates, CRLF, and the date of the first one', () => {
    const [record] = fixtures.mtls_bundle_with_crlf.records
    const blocks = String(record?.['certificates']).match(/-----BEGIN CERTIFICATE-----\r\n[^-]+-----END/g)
    expect(blocks).toHaveLength(2)
    const read = new X509Certificate(String(record?.['certificates']))
    expect(read.validToDate.toISOString().slice(0, 19)).toBe(String(record?.['expires_on']).slice(0, 19))
    expect(BigInt(`0x${read.serialNumber}`).toString()).toBe(record?.['serial_number'])
  })

  test('the zone says how many certificates may be uploaded', async () => {
    const zones = [fixtureZone, { id: '1'.repeat(32), name: 'free.example', customCertificateQuota: 0 }]
    const { result } = await list(await simulator({ fleet: { ...fleetWith(), zones } }), '/zones')
    expect(result.map(({ meta }) => meta)).toMatchObject([
      { custom_certificate_quota: 1 },
      { custom_certificate_quota: 0 },
    ])
  })

  test('what uses a certificate of the mTLS store', async () => {
    const [entry] = entriesOf(fixtures.mtls_leaf)
    if (entry === undefined) throw new Error('the fixture is empty')
    const running = await simulator({ fleet: fleetWith() })
    const path = `${resourcePath('mtls_certificates', fixtureAccount.id)}/${entry.id}/associations`
    expect((await ask(running, path)).status).toBe(404)
    running.resources.put(entry)
    expect((await list(running, path)).result).toEqual([])
    running.resources.put({ ...entry, associations: [{ service: 'workers', status: 'active' }] })
    expect((await list(running, path)).result).toEqual([{ service: 'workers', status: 'active' }])
  })
})

describe('faults work on them', () => {
  test('a list without totals loses entries, too', async () => {
    const running = await simulator({
      fleet: fleetWith(fixtures.gateway_zero_times, fixtures.gateway_unused_and_ended),
    })
    const path = resourcePath('gateway_certificates', fixtureAccount.id)
    running.fault({ fault: 'short_list', drop: 1, times: 1 })
    const short = await list(running, path)
    expect([short.result.length, 'result_info' in short]).toEqual([1, false])
    running.fault({ fault: 'empty_list', times: 1 })
    expect((await list(running, path)).result).toEqual([])
    running.fault({ fault: 'foreign_list', times: 1 })
    expect((await list(running, path)).result[0]?.['id']).not.toBe(fixtureId(50))
    expect((await list(running, path)).result).toHaveLength(2)
  })

  test('120 certificates of which 50 are answered', async () => {
    const running = await simulator({ fleet: fleetWith(fixtures.mtls_too_many) })
    running.fault({ fault: 'short_list', drop: 70 })
    const { result, result_info } = await list(running, resourcePath('mtls_certificates', fixtureAccount.id))
    expect([result.length, result_info]).toMatchObject([50, { count: 50, total_count: 120 }])
  })

  test('all instants as Go prints them', async () => {
    const running = await simulator({ fleet: fleetWith(fixtures.uploaded_without_pem) })
    running.fault({ fault: 'go_date' })
    const { result } = await list(running, resourcePath('custom_certificates', fixtureZone.id))
    expect(result).toMatchObject([
      { expires_on: '2027-01-12 12:00:00 +0000 UTC', modified_on: expect.stringMatching(/ UTC$/) },
    ])
  })

  test('a pack whose service fails for a moment', async () => {
    const running = await simulator({ fleet: fleetWith(fixtures.packs) })
    running.fault({ fault: 'status', status: 400, code: 1406, path: '/ssl/certificate_packs', times: 1 })
    const path = resourcePath('certificate_packs', fixtureZone.id)
    expect(await answer(ask(running, path))).toMatchObject({ status: 400, body: { errors: [{ code: 1406 }] } })
    expect((await ask(running, path)).status).toBe(200)
  })
})
