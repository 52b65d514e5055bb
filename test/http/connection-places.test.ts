import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DoorSettings } from '../../src/http/door/settings.ts'
import type { Reply, Routes } from '../../src/http/routes.ts'
import { type Pair, selfSigned } from '../support/authority.ts'
import { closed, hello, tlsWith, useServers } from './door/support.ts'

const serve = useServers()
let pair: Pair
beforeAll(async () => {
  pair = await selfSigned('localhost')
})

/** Every address of 127.0.0.0/8 is this machine, and another client. */
const [near, far, third] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const

describe.each(['plain', 'TLS'] as const)('where all connections are in use, %s', (way) => {
  const door: () => Partial<DoorSettings> = () => (way === 'TLS' ? { tls: tlsWith(pair) } : {})

  async function open(port: number, localAddress: string): Promise<Socket> {
    const raw = connect({ port, host: '127.0.0.1', localAddress })
    raw.on('error', () => undefined)
    const options: ConnectionOptions = { socket: raw, rejectUnauthorized: false }
    const socket = way === 'TLS' ? connectTls(options) : raw
    socket.on('error', () => undefined)
    const ready = once(socket, way === 'TLS' ? 'secureConnect' : 'connect')
    // Whoever is turned away has no handshake.
    await Promise.race([ready, once(socket, 'close')]).catch(() => undefined)
    return socket
  }

  async function ask(socket: Socket, path = '/hello'): Promise<string> {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    const [answer] = await Promise.race([
      once(socket, 'data').catch(() => ['closed']),
      closed(socket).then(() => ['closed']),
    ])
    return String(answer).split('\r\n')[0] ?? ''
  }

  /** Idle ones, the longest idle first. */
  async function idle(port: number, addresses: readonly string[]): Promise<readonly Socket[]> {
    const sockets: Socket[] = []
    for (const address of addresses) {
      const socket = await open(port, address)
      expect(await ask(socket)).toBe('HTTP/1.1 200 OK')
      sockets.push(socket)
    }
    return sockets
  }

  const limits = { maxConnections: 4 }

  test('the longest idle one makes room for a newcomer', async () => {
    const { port, refusals } = await serve(door(), hello, limits)
    const [first, second, ...others] = await idle(port, [near, near, near, near])
    if (!first || !second) throw new Error('not connected')
    // It is no longer the one that has been idle longest.
    await ask(first)
    const newcomer = await open(port, near)
    expect(await ask(newcomer)).toBe('HTTP/1.1 200 OK')
    await closed(second)
    for (const socket of [first, ...others]) expect(await ask(socket)).toBe('HTTP/1.1 200 OK')
    expect(refusals).toEqual(['idle_connection'])
  })

  test('whoever has half of them gives one of its own, and takes none from the others', async () => {
    const { port } = await serve(door(), hello, limits)
    const [ofAnother, own] = await idle(port, [far, near, near, third])
    if (!ofAnother || !own) throw new Error('not connected')
    expect(await ask(await open(port, near))).toBe('HTTP/1.1 200 OK')
    await closed(own)
    // And it gives one of its own where somebody else comes as well.
    expect(await ask(await open(port, far))).toBe('HTTP/1.1 200 OK')
    expect(await ask(ofAnother)).toBe('HTTP/1.1 200 OK')
  })

  test('answers under way are left alone, but for those of whoever has half', async () => {
    const replies: ((reply: Reply) => void)[] = []
    const routes: Routes = { ...hello, '/slow': { GET: () => new Promise<Reply>((resolve) => replies.push(resolve)) } }
    const { port, refusals } = await serve(door(), routes, limits)
    const busy = await Promise.all([1, 2, 3, 4].map(() => open(port, near)))
    const outcomes = busy.map((socket) => ask(socket, '/slow'))
    await expect.poll(() => replies.length).toBe(4)
    expect(await ask(await open(port, near))).not.toContain('200')
    expect(await ask(await open(port, far))).toBe('HTTP/1.1 200 OK')
    for (const reply of replies) reply({ status: 200, body: 'x' })
    expect((await Promise.all(outcomes)).toSorted()).toEqual([
      'HTTP/1.1 200 OK',
      'HTTP/1.1 200 OK',
      'HTTP/1.1 200 OK',
      'closed',
    ])
    expect(refusals.filter((reason) => reason === 'listener_full')).toHaveLength(1)
    expect(refusals.filter((reason) => reason === 'slow_reader')).toHaveLength(1)
  })

  test('a client that has ended its own side still gets its answer', async () => {
    const routes: Routes = {
      '/hello': {
        GET: async ({ socket }) => {
          await once(socket, 'end')
          return { status: 200, body: 'hello\n' }
        },
      },
    }
    const { port } = await serve(door(), routes)
    const socket = await open(port, near)
    let said = ''
    socket.on('data', (text) => {
      said += text
    })
    socket.end('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n')
    await closed(socket)
    expect(said).toMatch(/hello\n$/)
  })
})
