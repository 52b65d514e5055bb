import { once } from 'node:events'
import { expect, test } from 'vitest'
import { localOnly } from '../../src/http/local-only.ts'
import type { Refusal } from '../../src/http/refusals.ts'
import { get, hello, rawConnection, useServers } from './door/support.ts'

const serve = useServers()
const isAllowedHost = (name: string) => name === 'exporter.example.com'

async function statusOf(port: number, lines: readonly string[]): Promise<number> {
  const socket = await rawConnection(port)
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d+)/.exec(String(answer))?.[1])
}

const GET = 'GET /hello HTTP/1.1'

test.each<[string, readonly string[], number, number]>([
  ['a name that is allowed', [GET, 'Host: exporter.example.com'], 200, 200],
  ['it with a port, in another spelling', [GET, 'Host: Exporter.Example.com.:9977'], 200, 200],
  ['an IPv4 address', [GET, 'Host: 192.0.2.1:9977'], 200, 200],
  ['an IPv6 address', [GET, 'Host: [2001:db8::1]:9977'], 200, 200],
  ['localhost', [GET, 'Host: localhost:9977'], 200, 200],
  ['another name', [GET, 'Host: evil.example'], 200, 421],
  ['another name that ends as the allowed one', [GET, 'Host: x.exporter.example.com'], 200, 421],
  [
    'a whole address, which counts more than the header',
    ['GET http://evil.example/hello HTTP/1.1', 'Host: localhost'],
    200,
    421,
  ],
  ['a whole address that is allowed', ['GET http://localhost/hello HTTP/1.1', 'Host: evil.example'], 200, 200],
  ['none in HTTP/1.0', ['GET /hello HTTP/1.0'], 200, 200],
  ['none in HTTP/1.1', [GET], 400, 400],
  ['two', [GET, 'Host: localhost', 'Host: localhost'], 400, 400],
  ['two, one of them empty', [GET, 'Host: localhost', 'Host: '], 400, 400],
  ['a user before it', [GET, 'Host: localhost@evil.example'], 400, 400],
  ['a list', [GET, 'Host: localhost, evil.example'], 400, 400],
  ['an address without brackets', [GET, 'Host: 2001:db8::1'], 400, 400],
])('Host: %s', async (_, lines, open, limited) => {
  expect(await statusOf((await serve()).port, lines)).toBe(open)
  const guarded = await serve({}, hello, {}, { isAllowedHost })
  expect(await statusOf(guarded.port, lines)).toBe(limited)
})

test('who is turned away for its Host is counted', async () => {
  const { port, refusals } = await serve()
  expect(await statusOf(port, [GET, 'Host: a', 'Host: b'])).toBe(400)
  expect(refusals).toEqual(['host'])
})

test('who is turned away for its Host is told which setting names the hosts', async () => {
  const { port } = await serve({}, hello, {}, { isAllowedHost })
  const { body } = await get(port, { secure: false, headers: { host: 'evil.example' } })
  expect(body).toContain('server.allowed_hosts')
})

const handler = () => ({ status: 200, body: 'done\n' })
const here = 'Host: 127.0.0.1'
const POST = 'POST /-/reload HTTP/1.1'

test.each<[string, readonly string[], number]>([
  ['an address', [POST, here], 200],
  ['localhost', [POST, 'Host: localhost:9977'], 200],
  ['a name that is allowed', [POST, 'Host: exporter.example.com'], 200],
  ['a name that anybody can have', [POST, 'Host: evil.example'], 403],
  ['no name', ['POST /-/reload HTTP/1.0'], 403],
  ['a proxy that says for whom', [POST, here, 'X-Forwarded-For: 192.0.2.1'], 403],
  ['a proxy that says so', [POST, here, 'Via: 1.1 proxy'], 403],
])('what only this machine may ask for, by %s', async (_, lines, status) => {
  const refusals: Refusal[] = []
  const onRefused = (reason: Refusal) => refusals.push(reason)
  const guarded = localOnly({ isOpen: () => false, isAllowedHost, onRefused }, handler)
  const { port } = await serve({}, { '/-/reload': { POST: guarded } })
  expect(await statusOf(port, lines)).toBe(status)
  expect(refusals).toEqual(status === 403 ? ['reload'] : [])
})

test.each([
  [false, 403],
  [true, 200],
])('a client on another machine, where it is open to all: %s', async (isOpen, status) => {
  const options = { isOpen: () => isOpen, isAllowedHost, onRefused: () => undefined }
  const guarded = localOnly(options, handler)
  // No test has a second machine: the server sees an address that is none of the loopback's.
  const { port } = await serve(
    {},
    {
      '/-/reload': {
        POST: (request, over, target) => {
          Object.defineProperty(request.socket, 'remoteAddress', { value: '192.0.2.1' })
          return guarded(request, over, target)
        },
      },
    },
  )
  expect((await get(port, { secure: false, path: '/-/reload', method: 'POST' })).outcome).toBe(status)
})
