import { once } from 'node:events'
import { Agent } from 'node:https'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DoorSettings, openDoor } from '../../../src/http/door/settings.ts'
import type { Reply, Routes } from '../../../src/http/routes.ts'
import { type Authority, makeAuthority, type Pair } from '../../support/authority.ts'
import { patient as patientMs } from '../../support/machine.ts'
import { basic, closed, get, hello, rawConnection, tlsWith, useServers } from './support.ts'

const serve = useServers()
let ca: Authority
let server: Pair
let renewed: Pair

beforeAll(async () => {
  ca = await makeAuthority('ca')
  server = await ca.issue('first')
  renewed = await ca.issue('second')
})

const door = (differences: Parameters<typeof tlsWith>[1] = {}, pair = server): DoorSettings => ({
  ...openDoor,
  tls: tlsWith(pair, differences),
})

/** A connection after its handshake, or the code of why there is none. */
async function handshake(port: number, options: ConnectionOptions = {}): Promise<TLSSocket | string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
  try {
    await once(socket, 'secureConnect')
    return socket
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  }
}

async function agreed(port: number, options: ConnectionOptions = {}): Promise<string | null> {
  const socket = await handshake(port, options)
  if (typeof socket === 'string') return socket
  const said = `${socket.getProtocol()} ${socket.getCipher().standardName}`
  socket.destroy()
  return said
}

describe('what is spoken', () => {
  test('HTTPS, with the url to match', async () => {
    const { url, port } = await serve(door())
    expect(url).toBe(`https://127.0.0.1:${port}`)
    expect(await get(port)).toMatchObject({ outcome: 200, body: 'hello\n' })
  })

  test('nothing older than TLS 1.2, whatever the client would do', async () => {
    const { port } = await serve(door())
    expect(await agreed(port, { maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 /)
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const
    expect(await agreed(port, old)).toMatch(/PROTOCOL_VERSION/)
  })

  test('the versions that were chosen', async () => {
    const newest = await serve(door({ minVersion: 'TLSv1.3' }))
    expect(await agreed(newest.port)).toMatch(/^TLSv1\.3 /)
    expect(await agreed(newest.port, { maxVersion: 'TLSv1.2' })).toMatch(/PROTOCOL_VERSION/)
    const older = await serve(door({ maxVersion: 'TLSv1.2' }))
    expect(await agreed(older.port)).toMatch(/^TLSv1\.2 /)
  })

  test('the cipher suites that were chosen, in the order of whoever was chosen', async () => {
    const ciphers = 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256'
    const client = {
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
    } as const
    const ours = await serve(door({ ciphers }))
    expect(await agreed(ours.port, client)).toBe('TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384')
    expect(await agreed(ours.port)).toMatch(/^TLSv1\.3 /)
    expect(await agreed(ours.port, { ...client, ciphers: 'ECDHE-ECDSA-AES128-SHA' })).toMatch(/HANDSHAKE_FAILURE/)
    const theirs = await serve(door({ ciphers, honorCipherOrder: false }))
    expect(await agreed(theirs.port, client)).toBe('TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')
  })

  test('the curves that were chosen', async () => {
    const { port } = await serve(door({ ecdhCurve: 'P-521:P-256' }))
    expect(await agreed(port, { ecdhCurve: 'P-521' })).toMatch(/^TLSv1\.3 /)
    expect(await agreed(port, { ecdhCurve: 'P-384' })).toMatch(/HANDSHAKE_FAILURE/)
  })
})

describe('whoever speaks something else is let go, and nobody else notices', () => {
  test('plain HTTP to the TLS port, and TLS to the plain port', async () => {
    const secure = await serve(door())
    expect((await get(secure.port, { secure: false })).outcome).toBe('ECONNRESET')
    const plain = await serve()
    expect((await get(plain.port)).outcome).toMatch(/^(?:EPROTO|ERR_SSL_|ECONNRESET)/)
    expect([(await get(secure.port)).outcome, (await get(plain.port, { secure: false })).outcome]).toEqual([200, 200])
  })

  test('garbage, half a handshake, and nothing at all', async () => {
    const { port } = await serve(door(), hello, { handshakeTimeout: patientMs(500) })
    const garbage = await rawConnection(port)
    garbage.write(Buffer.from('16030100ff0100', 'hex'))
    const silent = await rawConnection(port)
    const half = await rawConnection(port)
    half.end(Buffer.from('160301', 'hex'))
    await Promise.all([closed(garbage), closed(silent), closed(half)])
    expect((await get(port)).outcome).toBe(200)
  })

  test('a client that never finishes its headers, inside of TLS as well', async () => {
    const { port } = await serve(door(), hello, { headersTimeout: 200, connectionsCheckingInterval: 50 })
    const socket = await handshake(port)
    if (typeof socket === 'string') throw new Error(socket)
    socket.write('GET /hello HTTP/1.1\r\nX-Slow: ')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /)
  })
})

/** A route that answers when it is told to. */
function patient(): { routes: Routes; asked: Promise<void>; answer: () => void } {
  const asked = Promise.withResolvers<void>()
  const reply = Promise.withResolvers<Reply>()
  const routes: Routes = {
    ...hello,
    '/patient': {
      GET: () => {
        asked.resolve()
        return reply.promise
      },
    },
  }
  return { routes, asked: asked.promise, answer: () => reply.resolve({ status: 200, body: 'at last\n' }) }
}

const peerName = async (port: number) => {
  const socket = await handshake(port)
  if (typeof socket === 'string') throw new Error(socket)
  const { subject } = socket.getPeerCertificate()
  socket.destroy()
  return subject.CN
}

describe('a change while it is open', () => {
  test('new connections see the new certificate, an answer under way on the old one arrives', async () => {
    const { routes, asked, answer } = patient()
    const { port, changeDoor } = await serve(door(), routes)
    const waiting = get(port, { path: '/patient' })
    await asked
    changeDoor(door({}, renewed))
    expect(await peerName(port)).toBe('second')
    answer()
    expect(await waiting).toMatchObject({ outcome: 200, body: 'at last\n' })
  })

  test('who was let in by the old rules cannot ask again on the same connection', async () => {
    const { routes, asked, answer } = patient()
    const { port, changeDoor } = await serve(door(), routes)
    const idle = await handshake(port)
    const busy = await handshake(port)
    if (typeof idle === 'string' || typeof busy === 'string') throw new Error('no handshake')
    const said = { busy: '' }
    busy.on('data', (text) => {
      said.busy += text
    })
    busy.write('GET /patient HTTP/1.1\r\nHost: x\r\n\r\n')
    await asked
    changeDoor(door({ clientAuth: 'require' }))
    await closed(idle)
    busy.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n')
    answer()
    await closed(busy)
    expect(said.busy).toMatch(/at last\n$/)
    expect(said.busy).not.toContain('hello')
  })

  test('a handshake that began under the old rules ends there', async () => {
    const { port, changeDoor, refusals } = await serve(door())
    const raw = await rawConnection(port)
    changeDoor(door({ clientAuth: 'require' }))
    const late = connect({ socket: raw, rejectUnauthorized: false })
    late.on('error', () => undefined)
    await closed(late)
    expect(refusals).toEqual(['the rules have just changed'])
  })

  test.each([
    ['require', 'ECONNRESET'],
    ['none', 200],
  ] as const)('whom it asks for a certificate: now %s', async (clientAuth, outcome) => {
    const before = clientAuth === 'none' ? 'require' : 'none'
    const { port, changeDoor } = await serve(door({ clientAuth: before }))
    changeDoor(door({ clientAuth }))
    expect((await get(port)).outcome).toBe(outcome)
    expect((await get(port, { ...renewed })).outcome).toBe(200)
  })

  test('certificates that OpenSSL refuses change nothing', async () => {
    const { port, changeDoor } = await serve(door())
    expect(() =>
      changeDoor({ ...door({}, { cert: server.cert, key: renewed.key }), users: new Map([['a', 'b']]) }),
    ).toThrow()
    expect((await get(port)).outcome).toBe(200)
    expect(await peerName(port)).toBe('first')
  })

  test('TLS can come and go', async () => {
    const { port, changeDoor } = await serve()
    changeDoor(door())
    expect((await get(port)).outcome).toBe(200)
    changeDoor(openDoor)
    expect((await get(port, { secure: false })).outcome).toBe(200)
  })

  test('of passwords and headers alone leaves connections open, and is in force at once', async () => {
    const { port, changeDoor } = await serve(door())
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const sockets = new Set<unknown>()
    agent.on('free', (socket) => sockets.add(socket))
    const ask = () => get(port, { agent, headers: basic('alice', 'x') })
    expect((await ask()).outcome).toBe(200)
    const hash = '$2y$04$JDE0nSGU/5Z42Y6wcvnK1.jM4q6gB2KAaBOXFQPfXR/G3Ob/0i1gS'
    changeDoor({ ...door(), users: new Map([['alice', hash]]), headers: { 'x-frame-options': 'deny' } })
    expect(await ask()).toMatchObject({ outcome: 401, headers: { 'x-frame-options': 'deny' } })
    expect(sockets.size).toBe(1)
    agent.destroy()
  })
})
