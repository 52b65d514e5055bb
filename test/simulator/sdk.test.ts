import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { legacyAccount } from '../../src/simulator/fleet/zones.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { type ResourceName, resourceNames } from '../../src/simulator/store/resource.ts'
import { entriesOf, fixtureAccount, fixtureId, fixtureZone, fleetWith, kindFixtures } from '../support/kind-fixtures.ts'
import { fleetOnce, now, simulator } from './support.ts'

// Cloudflare's own SDK is the only reader of this API that none of us wrote. It weighs 120 MB, so it is no dependency.
const folder = process.env['CLOUDFLARE_SDK'] ?? resolve('.ci/sdk/node_modules/cloudflare')
const missing = !existsSync(folder)
const hint = `no SDK in ${folder}: npm install --prefix .ci/sdk cloudflare@7, or set CLOUDFLARE_SDK to where it is`
if (missing && process.env['CI'] === 'true') throw new Error(hint)

interface Resource<P = { zone_id: string }> {
  get(id: string, parameters: P): Promise<unknown>
  list(parameters: P): AsyncIterable<{ readonly id?: string }>
}

type ZoneResource = Resource<{ zone_id: string; status?: 'all' }>
type AccountResource = Resource<{ account_id: string; type?: readonly 'custom'[] }>

interface ZoneQuery {
  readonly per_page?: number
  readonly account?: { readonly id: string }
}

interface Client {
  readonly originTLSClientAuth: {
    readonly hostnameCertificates: Resource
    readonly zoneCertificates: Resource
    readonly hostnames: Pick<Resource, 'get'>
    readonly settings: { get(parameters: { zone_id: string }): Promise<unknown> }
  }
  readonly zones: { list(query: ZoneQuery): AsyncIterable<{ readonly id: string; readonly name: string }> }
  readonly customCertificates: ZoneResource
  readonly acm: { readonly customTrustStore: ZoneResource }
  readonly ssl: { readonly certificatePacks: ZoneResource }
  readonly mtlsCertificates: AccountResource & { readonly associations: Pick<AccountResource, 'get'> }
  readonly zeroTrust: {
    readonly access: { readonly certificates: AccountResource }
    readonly gateway: { readonly certificates: AccountResource }
  }
  readonly user: { readonly tokens: { verify(): Promise<{ readonly status: string }> } }
}

type ClientClass = new (options: Record<string, unknown>) => Client

function isModule(value: unknown): value is { readonly default: ClientClass } {
  return typeof value === 'object' && value !== null && 'default' in value && typeof value.default === 'function'
}

async function sdk({ baseUrl, credentials }: Simulator, kind: 'token' | 'key'): Promise<Client> {
  const loaded: unknown = await import(pathToFileURL(resolve(folder, 'index.mjs')).href)
  if (!isModule(loaded)) throw new Error(`${folder} is not the SDK`)
  const { token: apiToken, email: apiEmail, key: apiKey } = credentials
  const own = kind === 'token' ? { apiToken, apiEmail: null, apiKey: null } : { apiToken: null, apiEmail, apiKey }
  return new loaded.default({ baseURL: baseUrl, maxRetries: 0, ...own })
}

function resourceFor(client: Client, { kind }: SimulatedCertificate): Resource {
  const { hostnameCertificates, zoneCertificates } = client.originTLSClientAuth
  return kind === 'hostname' ? hostnameCertificates : zoneCertificates
}

test.skipIf(missing)('the SDK gets every certificate', async () => {
  const running = await simulator()
  const client = await sdk(running, 'token')
  for (const each of (await fleetOnce()).certificates) {
    const got = resourceFor(client, each).get(each.certificateId, { zone_id: each.zoneId })
    if (each.record) expect(await got).toEqual(each.record)
    else
      await expect(got, each.name).rejects.toMatchObject({
        status: each.expectation.reason === 'permission' ? 403 : 404,
      })
  }
  expect(running.requests.every(({ credentials }) => credentials === 'token')).toBe(true)
})

test.skipIf(missing)('the SDK lists the same certificates', async () => {
  const { zones, certificates } = await fleetOnce()
  const client = await sdk(await simulator(), 'key')
  const seen: unknown[] = []
  for (const { id: zone_id } of zones) {
    for await (const item of client.originTLSClientAuth.hostnameCertificates.list({ zone_id })) seen.push(item)
    for await (const item of client.originTLSClientAuth.zoneCertificates.list({ zone_id })) seen.push(item)
  }
  const listed = certificates.filter(({ record, listed }) => record && listed)
  expect(seen).toHaveLength(listed.length)
  for (const { record } of listed) expect(seen).toContainEqual(record)
})

test.skipIf(missing)('the SDK verifies the token', async () => {
  const client = await sdk(await simulator(), 'token')
  expect(await client.user.tokens.verify()).toMatchObject({ status: 'active' })
})

test.skipIf(missing)('the SDK gets every association, and what the zone store is set to', async () => {
  const { zones, hostnames = [], settings = [] } = await fleetOnce()
  const { hostnames: associations, settings: zoneStore } = (await sdk(await simulator(), 'token')).originTLSClientAuth
  for (const { hostname, zoneId, certificateId: cert_id, expectation } of hostnames) {
    const got = associations.get(hostname, { zone_id: zoneId })
    const enabled = { enabled: true, disabled: false, voided: null, none: undefined }[expectation.state]
    if (cert_id) expect(await got).toMatchObject({ hostname, cert_id, enabled })
    else await expect(got).rejects.toMatchObject({ status: 404, errors: [{ code: 1553 }] })
  }
  for (const { id: zone_id } of zones) {
    const enabled = settings.some((each) => each.zoneId === zone_id && each.enabled)
    expect(await zoneStore.get({ zone_id })).toEqual({ enabled })
  }
})

test.skipIf(missing)('the SDK pages through 120 zones: three pages, and one more that is empty', async () => {
  const fleet = await largeFleet({ zones: 120, certificatesPerZone: 0, now })
  const running = await simulator({ fleet })
  const seen: string[] = []
  for await (const { id } of (await sdk(running, 'token')).zones.list({ per_page: 50 })) seen.push(id)
  expect(seen).toEqual(fleet.zones.map(({ id }) => id))
  expect(running.requests.length).toBeGreaterThanOrEqual(3)
  expect(running.requests.length).toBeLessThanOrEqual(4)
})

test.skipIf(missing)('the SDK lists the zones of one account', async () => {
  const names: string[] = []
  const list = (await sdk(await simulator(), 'key')).zones.list({ account: { id: legacyAccount.id } })
  for await (const { name } of list) names.push(name)
  expect(names).toEqual(['legacy.example', 'empty.example'])
})

async function all(list: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const seen: unknown[] = []
  for await (const each of list) seen.push(each)
  return seen
}

/** What the SDK lists and gets of each resource in one zone and one account. */
function readers(client: Client, zone_id: string, account_id: string): Readonly<Record<ResourceName, Reader>> {
  const { customCertificates, acm, ssl, mtlsCertificates, zeroTrust } = client
  const zone = (of: ZoneResource): Reader => ({
    list: () => all(of.list({ zone_id, status: 'all' })),
    get: (id) => of.get(id, { zone_id }),
  })
  const account = (of: AccountResource, type?: readonly 'custom'[]): Reader => ({
    list: () => all(of.list({ account_id, ...(type ? { type } : {}) })),
    get: (id) => of.get(id, { account_id }),
  })
  const uploaded: Reader = {
    ...zone(customCertificates),
    list: () => all(customCertificates.list({ zone_id })),
  }
  return {
    custom_certificates: uploaded,
    custom_trust_store: zone(acm.customTrustStore),
    certificate_packs: zone(ssl.certificatePacks),
    mtls_certificates: account(mtlsCertificates, ['custom']),
    access_certificates: account(zeroTrust.access.certificates),
    gateway_certificates: account(zeroTrust.gateway.certificates),
  }
}

interface Reader {
  list(): Promise<readonly unknown[]>
  get(id: string): Promise<unknown>
}

test.skipIf(missing)('the SDK reads the same records of every other resource, over several pages', async () => {
  const fixtures = Object.values(await kindFixtures(now))
  const running = await simulator({ fleet: fleetWith(...fixtures) })
  const read = readers(await sdk(running, 'token'), fixtureZone.id, fixtureAccount.id)
  for (const resource of resourceNames) {
    const records = fixtures.filter((each) => each.resource === resource).flatMap((each) => each.records)
    const written: unknown[] = JSON.parse(JSON.stringify(records))
    const seen = await read[resource].list()
    expect(seen, resource).toHaveLength(written.length)
    expect(seen, resource).toEqual(expect.arrayContaining(written))
    for (const [index, { id }] of records.slice(0, 3).entries())
      expect(await read[resource].get(id)).toEqual(written[index])
    await expect(read[resource].get(fixtureId(999))).rejects.toMatchObject({ status: 404 })
  }
})

test.skipIf(missing)('the SDK pages through 45 uploaded certificates of a zone', async () => {
  const [first] = (await kindFixtures(now)).uploaded_without_pem.records
  const records = Array.from({ length: 45 }, (_, index) => ({ ...first, id: fixtureId(index) }))
  const running = await simulator({ fleet: fleetWith({ resource: 'custom_certificates', records }) })
  const seen = await all((await sdk(running, 'token')).customCertificates.list({ zone_id: fixtureZone.id }))
  expect(seen).toHaveLength(45)
  expect(running.requests.length).toBeGreaterThanOrEqual(3)
})

test.skipIf(missing)('the SDK sees what uses a certificate of the mTLS store', async () => {
  const [entry] = entriesOf((await kindFixtures(now)).mtls_leaf)
  if (entry === undefined) throw new Error('the fixture is empty')
  const associations = [{ service: 'workers', status: 'active' }]
  const running = await simulator({ fleet: { ...fleetWith(), resources: [{ ...entry, associations }] } })
  const client = await sdk(running, 'token')
  const read = client.mtlsCertificates.associations.get(entry.id, { account_id: fixtureAccount.id })
  expect(await read).toMatchObject({ result: associations })
})
