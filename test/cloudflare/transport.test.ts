import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { send } from '../../src/cloudflare/transport.ts'
import { patient } from '../support/machine.ts'

const sockets = new Set<Socket>()
const server = createServer((socket) => sockets.add(socket.resume()))
let url: string
let dispatcher: ReturnType<typeof createDispatcher>

beforeEach(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that accepts connections, as of any listen(), is one of those.
  const { port } = server.address() as AddressInfo
  url = `https://127.0.0.1:${port}/`
  dispatcher = createDispatcher(url, { httpsProxy: undefined, noProxy: undefined })
})
afterEach(async () => {
  await dispatcher.destroy()
  for (const socket of sockets) socket.destroy()
  server.close()
})

test('where nobody shakes hands the timeout is the one that was asked for, not the one of connecting', async () => {
  const startedAt = performance.now()
  const sent = await send(dispatcher, url, {}, 200, new AbortController().signal)
  expect(sent).toMatchObject({ ok: false, failure: { reason: 'timeout' } })
  // That of connecting takes ten seconds.
  expect(performance.now() - startedAt).toBeLessThan(patient(2_000))
})

test('where nobody shakes hands an abort is heeded at once', async () => {
  const stop = new AbortController()
  const sent = send(dispatcher, url, {}, 60_000, stop.signal)
  await once(server, 'connection')
  stop.abort(new Error('shutting down'))
  await expect(sent).rejects.toThrow('shutting down')
})
