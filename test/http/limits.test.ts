import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DoorSettings } from '../../src/http/door/settings.ts'
import type { Limits } from '../../src/http/limits.ts'
import type { Routes } from '../../src/http/routes.ts'
import { type Pair, selfSigned } from '../support/authority.ts'
import { patient } from '../support/machine.ts'
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
    // On a busy machine a reader pauses without meaning to.
    const pause = patient(300)
    const { connection } = await openTo(way, bigAnswers().routes, { stalledReaderTimeout: pause })
    const slow = await connection()
    slow.write(askBig)
    const begin = performance.now()
    let received = 0
    for await (const chunk of slow) {
      received += chunk.length
      const due = begin + (received / size) * 3 * pause
      if (received < size && performance.now() < due) await new Promise((resolve) => setTimeout(resolve, pause / 15))
      if (received >= size) break
    }
    expect(performance.now() - begin).toBeGreaterThan(2 * pause)
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
