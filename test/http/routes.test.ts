import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Routes } from '../../src/http/routes.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'

const routes: Routes = {
  '/things': { GET: (_, __, { query }) => ({ status: 200, body: JSON.stringify([...query]) }) },
  '/things/{kind}/{id}': { GET: (_, __, { parameters }) => ({ status: 200, body: JSON.stringify(parameters) }) },
  '/things/{kind}/latest': { GET: () => ({ status: 200, body: 'never reached: the table goes in order' }) },
  '/known': { GET: () => ({ status: 304, headers: { etag: '"a"' }, body: '' }) },
}

let server: HttpServer
beforeAll(async () => {
  server = await listen({ host: '127.0.0.1', port: 0 }, routes, () => undefined)
})
afterAll(() => server.stop(0))

test.each([
  ['/things/zone/17', { kind: 'zone', id: '17' }],
  ['/things/a%2Fb/%C3%A9?x=1', { kind: 'a/b', id: 'é' }],
  ['/things/__proto__/constructor', { kind: '__proto__', id: 'constructor' }],
])('%s: what stands in the place of the names, decoded', async (path, parameters) => {
  const answer = await fetch(server.url + path)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(parameters)
})

test('the query, in its order', async () => {
  const answer = await fetch(`${server.url}/things?q=a+b%26&q=c&empty`)
  expect(await answer.json()).toEqual([
    ['q', 'a b&'],
    ['q', 'c'],
    ['empty', ''],
  ])
})

test.each([
  ['/things/zone'],
  ['/things/zone/'],
  ['/things//17'],
  ['/things/zone/17/more'],
  ['/things/%E0%A4%A/1'],
  ['//'],
])('%s is not there', async (path) => {
  const answer = await fetch(server.url + path)
  expect([answer.status, await answer.text()]).toEqual([404, 'not found\n'])
})

test('HEAD and the wrong method of a path with names', async () => {
  const head = await fetch(`${server.url}/things/zone/17`, { method: 'HEAD' })
  expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([200, '', '25'])
  const post = await fetch(`${server.url}/things/zone/17`, { method: 'POST' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('a 304 says nothing of a length that is not its own', async () => {
  const answer = await fetch(`${server.url}/known`)
  expect([answer.status, answer.headers.get('etag'), answer.headers.get('content-length')]).toEqual([304, '"a"', null])
})
