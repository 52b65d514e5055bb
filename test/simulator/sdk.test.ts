import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { SimulatedCertificate } from '../../src/simulator/model.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { fleetOnce, simulator } from './support.ts'

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

interface Client {
  readonly originTLSClientAuth: { readonly hostnameCertificates: Resource; readonly zoneCertificates: Resource }
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
