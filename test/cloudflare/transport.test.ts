import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Agent, Client } from 'undici'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createDispatcher } from '../../src/cloudflare/dispatcher.ts'
import { exchange } from '../../src/cloudflare/exchange.ts'
import { send } from '../../src/cloudflare/transport.ts'
import { startLoopbackServer } from '../support/loopback.ts'
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

test('what is given up before there is a connection is not sent once there is one', async () => {
  const asked: (string | undefined)[] = []
  const { host, close } = await startLoopbackServer(({ url }, response) => {
    asked.push(url)
    response.end()
  })
  onTestFinished(close)
  const { promise: connected, resolve: connectNow } = Promise.withResolvers<void>()
  const origin = `http://${host}`
  const client = new Client(origin, {
    connect: async (_, callback) => {
      await connected
      const socket = connect({ host: '127.0.0.1', port: Number(host.split(':')[1]) })
      socket.once('connect', () => callback(null, socket))
    },
  })
  onTestFinished(() => client.destroy())
  const [stop, never] = [new AbortController(), new AbortController()]
  const ask = (path: string, { signal }: AbortController) =>
    exchange(client, { origin, path, headers: {} }, 60_000, signal)
  const given = ask('/given-up', stop)
  const wanted = ask('/wanted', never)
  stop.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
  connectNow()
  expect(await wanted).toMatchObject({ status: 200 })
  expect(asked).toEqual(['/wanted'])
})

class Failing extends Agent {
  readonly #error: Error

  constructor(error: Error) {
    super()
    this.#error = error
  }

  override dispatch(): boolean {
    throw this.#error
  }
}

test.each([
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'bad_response'],
  ['UND_ERR_HEADERS_OVERFLOW', 'bad_response'],
  ['ECONNRESET', 'network'],
  ['CERT_HAS_EXPIRED', 'network'],
])('an error %s of the library is the reason %s', async (code, reason) => {
  const failing = new Failing(Object.assign(new Error('it broke'), { code }))
  const sent = await send(failing, url, {}, patient(60_000), new AbortController().signal)
  expect(sent).toEqual({ ok: false, failure: { reason, detail: `${code}: it broke` } })
})
