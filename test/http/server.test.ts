import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { openDoor } from '../../src/http/door/settings.ts'
import { healthRoutes } from '../../src/http/health-routes.ts'
import type { Routes } from '../../src/http/routes.ts'
import { type HttpServer, listen, urlOf } from '../../src/http/server.ts'
import { patient } from '../support/machine.ts'

const open: HttpServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.stop(0))))

async function serve(routes: Routes, onError: (error: unknown) => void = () => undefined): Promise<HttpServer> {
  const server = await listen({ host: '127.0.0.1', port: 0 }, routes, onError)
  open.push(server)
  return server
}

const hello: Routes = {
  '/hello': { GET: () => ({ status: 200, body: 'hello\n' }) },
  '/do': { POST: () => ({ status: 202, body: '' }) },
}

describe('what is not in the table of routes', () => {
  test.each([
    ['GET', '/', 404],
    ['GET', '/hello/', 404],
    ['GET', '/constructor', 404],
    ['POST', '/hello', 405],
    ['DELETE', '/do', 405],
    ['GET', '/do', 405],
  ])('%s %s is %i', async (method, path, status) => {
    const { url } = await serve(hello)
    const answer = await fetch(url + path, { method })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    if (status === 405) expect(answer.headers.get('allow')).toBe(path === '/do' ? 'POST' : 'GET, HEAD')
  })
})

test('HEAD is GET without the body; a query does not matter', async () => {
  const { url } = await serve(hello)
  const answer = await fetch(`${url}/hello?x=1`, { method: 'HEAD' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-length')).toBe('6')
  expect(await answer.text()).toBe('')
})

test('a handler that throws is a 500 without a word of why, and is told', async () => {
  const errors: unknown[] = []
  const broken: Routes = {
    '/broken': {
      GET: () => {
        throw new Error('inside information')
      },
    },
  }
  const { url } = await serve(broken, (error) => errors.push(error))
  const answer = await fetch(`${url}/broken`)
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('inside')
  expect(errors).toEqual([new Error('inside information')])
})

test('an answer that cannot be sent ends its connection, and nothing else', async () => {
  const errors: unknown[] = []
  const split = { status: 200, headers: { 'x-split': 'a\r\nb: c' }, body: '' }
  const { url } = await serve({ ...hello, '/split': { GET: () => split } }, (error) => errors.push(error))
  await expect(fetch(`${url}/split`)).rejects.toThrow()
  expect(errors).toEqual([expect.objectContaining({ code: 'ERR_INVALID_CHAR' })])
  expect((await fetch(`${url}/hello`)).status).toBe(200)
})

test('a port that is taken is an error of the system', async () => {
  const { url } = await serve(hello)
  await expect(
    listen({ host: '127.0.0.1', port: Number(new URL(url).port) }, hello, () => undefined),
  ).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

describe('at the end', () => {
  test('an answer under way arrives whole, though its reader is slow', async () => {
    const size = 30_000_000
    const server = await serve({ '/big': { GET: () => ({ status: 200, body: Buffer.alloc(size, 'x') }) } })
    const answer = await new Promise<IncomingMessage>((resolve) => request(`${server.url}/big`, resolve).end())
    answer.pause()
    let received = 0
    answer.on('data', (chunk: Buffer) => {
      received += chunk.length
    })
    const stopped = server.stop(patient(10_000))
    await new Promise((resolve) => answer.once('end', resolve).resume())
    await stopped
    expect(received).toBe(size)
  })

  test('who does not read is cut off when the grace is over, and who is idle at once', async () => {
    const server = await serve({ '/big': { GET: () => ({ status: 200, body: Buffer.alloc(30_000_000) }) } })
    const { hostname, port } = new URL(server.url)
    const idle = connect(Number(port), hostname)
    const stuck = connect(Number(port), hostname)
    const ends = [idle, stuck].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined)),
    )
    await new Promise((resolve) => idle.once('connect', resolve))
    stuck.write('GET /big HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => stuck.once('readable', resolve))
    await server.stop(50)
    idle.resume()
    stuck.resume()
    await Promise.all(ends)
  })

  test('nobody is let in any more', async () => {
    const server = await serve(hello)
    await server.stop(0)
    await expect(fetch(`${server.url}/hello`)).rejects.toThrow()
  })
})

test('a client that never finishes its headers is let go', async () => {
  const { url } = await serve(hello)
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write('GET /hello HTTP/1.1\r\nX-Slow: ')
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /)
})

test('headers beyond 16 kB are refused', async () => {
  const { url } = await serve(hello)
  const answer = await fetch(`${url}/hello`, { headers: { 'x-big': 'x'.repeat(20_000) } })
  expect(answer.status).toBe(431)
})

test('health says ok whatever readiness says, and readiness says why not', async () => {
  let readiness: true | string = '3 of 5 certificates have not been asked for yet'
  const { url } = await serve(healthRoutes(() => readiness))
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const waiting = await fetch(`${url}/readyz`)
  expect(waiting.status).toBe(503)
  expect(await waiting.text()).toBe('not ready: 3 of 5 certificates have not been asked for yet\n')
  readiness = true
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})

test.each([
  ['127.0.0.1', 'http://127.0.0.1:9977'],
  ['::1', 'http://[::1]:9977'],
  ['::', 'http://localhost:9977'],
  ['0.0.0.0', 'http://localhost:9977'],
])('a listener on %s is shown as %s', (address, url) => {
  expect(urlOf({ address, port: 9977 }, openDoor)).toBe(url)
})
