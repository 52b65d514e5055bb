import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { send } from '../../src/cloudflare/transport.ts'
import { patient } from '../support/machine.ts'

const api = 'https://api.cloudflare.invalid/client/v4'
let proxy: Server
let httpsProxy: string
let connects: string[]

beforeEach(async () => {
  connects = []
  proxy = createServer()
  proxy.on('connect', ({ url }, socket) => {
    connects.push(url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  httpsProxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => proxy.close(resolve)))

async function ask(baseUrl: string, noProxy?: string) {
  const dispatcher = createDispatcher(baseUrl, { httpsProxy, noProxy })
  const sent = await send(dispatcher, `${baseUrl}/zones`, {}, patient(2_000), new AbortController().signal)
  await dispatcher.destroy()
  return sent
}

test('the API is asked through HTTPS_PROXY; a proxy that refuses is a failure of the network', async () => {
  expect(await ask(api)).toMatchObject({ ok: false, failure: { reason: 'network' } })
  expect(connects).toEqual(['api.cloudflare.invalid:443'])
})

test('NO_PROXY goes around it', async () => {
  await ask(api, 'example.com,.cloudflare.invalid')
  expect(connects).toEqual([])
})

test('a loopback address is never asked through it', async () => {
  await ask('http://127.0.0.1:1/client/v4')
  await ask('https://localhost:1/client/v4')
  expect(connects).toEqual([])
})

test('a proxy that is no URL is told at the start', () => {
  expect(() => createDispatcher(api, { httpsProxy: 'not a url', noProxy: undefined })).toThrow()
})
