import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { legacyAccount } from '../../src/simulator/fleet/zones.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { fleetOnce, now, simulator } from './support.ts'

// Cloudflare's own SDK is the only reader of this API that none of us wrote. It weighs 120 MB, so it is no dependency.
const folder = process.env['CLOUDFLARE_SDK'] ?? resolve('.ci/sdk/node_modules/cloudflare')
const missing = !existsSync(folder)
const hint = `no SDK in ${folder}: npm install --prefix .ci/sdk cloudflare@7, or set CLOUDFLARE_SDK to where it is`
if (missing && process.env['CI'] === 'true') throw new Error(hint)
if (missing) process.stderr.write(`skipped: ${hint}\n`)

interface Resource {
  get(id: string, parameters: { zone_id: string }): Promise<unknown>
  list(parameters: { zone_id: string }): AsyncIterable<{ readonly id?: string }>
}

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
