import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { send } from '../../src/cloudflare/transport.ts'
import { type Authority, makeAuthority, type Pair, selfSigned } from '../support/authority.ts'
import { patient } from '../support/machine.ts'

const sans = [{ type: 'ip', value: '127.0.0.1' }] as const
let authority: Authority

beforeAll(async () => {
  authority = await makeAuthority('Proxy Root')
})

/** What is said of a server that presents this. */
async function failureWith(pair: Pair) {
  const server = createServer(pair, (_, response) => void response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `https://127.0.0.1:${port}/`
  const dispatcher = createDispatcher(url, { httpsProxy: undefined, noProxy: undefined })
  try {
    return await send(dispatcher, url, {}, patient(20_000), new AbortController().signal)
  } finally {
    await dispatcher.destroy()
    server.closeAllConnections()
    server.close()
  }
}

const issued = () => authority.issue('127.0.0.1', { sans: [...sans] })

async function withRoot(): Promise<Pair> {
  const { cert, key } = await issued()
  return { cert: cert + authority.cert, key }
}

async function byIntermediate(): Promise<Pair> {
  const intermediate = await authority.intermediate('Proxy Intermediate')
  const { cert, key } = await intermediate.issue('127.0.0.1', { sans: [...sans] })
  return { cert: cert + intermediate.cert, key }
}

test.each<[string, () => Promise<Pair>]>([
  ['the certificate alone', issued],
  ['the certificate and its root', withRoot],
  ['the certificate and its intermediate', byIntermediate],
  ['a self-signed certificate', () => selfSigned('127.0.0.1', { sans: [...sans] })],
])('an unknown authority leads to NODE_EXTRA_CA_CERTS: %s', async (_, make) => {
  const sent = await failureWith(await make())
  expect(sent).toMatchObject({
    ok: false,
    failure: { reason: 'network', detail: expect.stringMatching(/^[A-Z_]+: .*not trusted here.*NODE_EXTRA_CA_CERTS$/) },
  })
  expect(JSON.stringify(sent)).not.toContain('use-system-ca')
})
