import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import { atOnce } from '../../src/http/at-once.ts'
import type { DoorSettings } from '../../src/http/door/settings.ts'
import type { Limits } from '../../src/http/limits.ts'
import type { Reply, Routes } from '../../src/http/routes.ts'
import { type Pair, selfSigned } from '../support/authority.ts'
import { closed, get, hello, rawConnection, tlsWith, useServers } from './door/support.ts'

const serve = useServers()
let pair: Pair
beforeAll(async () => {
  pair = await selfSigned('localhost')
})

/** More than all buffers between two ends of a connection can hold. */
const size = 40_000_000
const askBig = 'GET /big HTTP/1.1\r\nHost: x\r\n\r\n'

/** A route that answers so much, and when the first answer is over. */
function bigAnswers(): { readonly routes: Routes; readonly firstOver: Promise<void> } {
  const { promise: firstOver, resolve } = Promise.withResolvers<void>()
  const body = Buffer.alloc(size, 'x')
  const routes: Routes = {
    '/big': {
      GET: (_, over) => {
        void over.then(resolve)
        return { status: 200, body }
      },
    },
  }
  return { routes, firstOver }
}

/** How many bytes still come before the end. */
async function readOn(socket: Socket): Promise<number> {
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  await closed(socket)
  return received
}

type Way = 'plain' | 'TLS'

async function openTo(way: Way, routes: Routes, limits: Partial<Limits>) {
  const door: Partial<DoorSettings> = way === 'TLS' ? { tls: tlsWith(pair) } : {}
  const server = await serve(door, routes, limits)
  const connection = async (options: ConnectionOptions = {}): Promise<Socket> => {
    if (way === 'plain') return rawConnection(server.port)
    const socket = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
    socket.on('error', () => undefined)
    await once(socket, 'secureConnect')
    return socket
  }
  return { ...server, connection, get: () => get(server.port, { secure: way === 'TLS' }) }
}

describe.each<Way>(['plain', 'TLS'])('a reader of %s', (way) => {
  test('who does not read is cut off, and no longer holds its answer in memory', async () => {
    const { routes, firstOver } = bigAnswers()
    const { connection } = await openTo(way, routes, { stalledReaderTimeout: 200 })
    const stalled = await connection()
    stalled.pause()
    stalled.write(askBig)
    await firstOver
    expect(await readOn(stalled)).toBeLessThan(size)
  })

  test('who reads slowly gets it all, though it takes longer than one pause may', async () => {
    const { connection } = await openTo(way, bigAnswers().routes, { stalledReaderTimeout: 300 })
    const slow = await connection()
    slow.write(askBig)
    const begin = performance.now()
    let received = 0
    for await (const chunk of slow) {
      received += chunk.length
      const due = begin + (received / size) * 900
      if (received < size && performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 20))
      if (received >= size) break
    }
    expect(performance.now() - begin).toBeGreaterThan(800)
  })

  test('who takes a little now and then is cut off when the time for an answer is over', async () => {
    const { routes, firstOver } = bigAnswers()
    const { connection } = await openTo(way, routes, { stalledReaderTimeout: 10_000, answerTimeout: 300 })
    const drip = await connection()
    drip.write(askBig)
    drip.pause()
    const sip = setInterval(() => drip.read(1000), 20)
    await firstOver
    clearInterval(sip)
    expect(await readOn(drip)).toBeLessThan(size)
  })

  test('who is done keeps the connection, however long the next request takes to come', async () => {
    const { connection } = await openTo(way, hello, { stalledReaderTimeout: 100, answerTimeout: 200 })
    const socket = await connection()
    const ask = async () => {
      socket.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n')
      return String((await once(socket, 'data'))[0])
    }
    expect(await ask()).toMatch(/^HTTP\/1\.1 200 /)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await ask()).toMatch(/^HTTP\/1\.1 200 /)
    socket.destroy()
  })

  test('connections beyond the limit are closed at once, and there is room again when one has gone', async () => {
    const { port, connection, get } = await openTo(way, hello, { maxConnections: 3 })
    const first = await connection()
    await connection()
    await connection()
    await closed(await rawConnection(port))
    first.destroy()
    await expect.poll(async () => (await get()).outcome).toBe(200)
  })

  test('who connects and says nothing is let go', async () => {
    const { connection } = await openTo(way, hello, { headersTimeout: 100, connectionsCheckingInterval: 50 })
    await closed(await connection())
  })

  test('who asks and then idles is let go', async () => {
    const { connection } = await openTo(way, hello, { keepAliveTimeout: 50 })
    const socket = await connection()
    socket.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'data')
    await closed(socket)
  })
})

test('an answer that has been read leaves no timer behind, and with it its body', async () => {
  const { port } = await serve()
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  for (let i = 0; i < 20; i++) expect((await get(port, { secure: false })).outcome).toBe(200)
  expect(timers()).toBeLessThan(before + 20)
})

describe('answers at once', () => {
  function limited(most: number) {
    const replies: ((reply: Reply) => void)[] = []
    const routes: Routes = {
      ...hello,
      '/scrape': { GET: atOnce(most, () => new Promise<Reply>((resolve) => replies.push(resolve))) },
    }
    return { routes, replies, ok: { status: 200, body: 'x' } satisfies Reply }
  }
  const scrape = (port: number) => get(port, { secure: false, path: '/scrape' })

  test('beyond the limit are told to come again, other paths are not', async () => {
    const { routes, replies, ok } = limited(2)
    const { port } = await serve({}, routes)
    const waiting = [scrape(port), scrape(port)]
    await expect.poll(() => replies.length).toBe(2)
    expect(await scrape(port)).toMatchObject({ outcome: 503, headers: { 'retry-after': '1' } })
    expect((await get(port, { secure: false })).outcome).toBe(200)
    for (const reply of replies) reply(ok)
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual([200, 200])
    const next = scrape(port)
    await expect.poll(() => replies.length).toBe(3)
    replies[2]?.(ok)
    expect((await next).outcome).toBe(200)
  })

  test('are under way until their reader has read them, and no longer', async () => {
    const routes = { ...hello, '/big': { GET: atOnce(1, () => ({ status: 200, body: Buffer.alloc(size) })) } }
    const { port } = await serve({}, routes)
    const stalled = await rawConnection(port)
    stalled.pause()
    stalled.write(askBig)
    await once(stalled, 'readable')
    expect((await get(port, { secure: false, path: '/big', method: 'HEAD' })).outcome).toBe(503)
    stalled.destroy()
    await expect.poll(async () => (await get(port, { secure: false, path: '/big', method: 'HEAD' })).outcome).toBe(200)
  })

  test('are freed when whoever asked many on one connection hangs up', async () => {
    let asked = 0
    const first = Promise.withResolvers<void>()
    const handler = (): Reply | Promise<Reply> => {
      asked += 1
      if (asked === 4) first.resolve()
      return asked > 4 ? { status: 200, body: 'x' } : new Promise<Reply>(() => undefined)
    }
    const { port } = await serve({}, { '/scrape': { GET: atOnce(4, handler) } })
    const socket = await rawConnection(port)
    socket.write('GET /scrape HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4))
    await first.promise
    expect((await scrape(port)).outcome).toBe(503)
    socket.destroy()
    await expect.poll(async () => (await scrape(port)).outcome).toBe(200)
  })
})
