import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { type HttpServer, listen } from '../../src/http/server.ts'

let server: HttpServer

beforeAll(async () => {
  const route = metricsRoute(async (format) => {
    const text = Buffer.from(`${format}\n`.repeat(1000))
    const whole = (bytes: Buffer) => ({ length: bytes.length, pieces: [bytes] })
    return { contentType: `text/x-${format}`, gzip: () => whole(gzipSync(text)), plain: () => whole(text) }
  })
  server = await listen({ host: '127.0.0.1', port: 0 }, { '/metrics': { GET: route } }, () => undefined)
})
afterAll(() => server.stop(0))

function scrape(accept: string | undefined, encoding = 'identity') {
  return fetch(`${server.url}/metrics`, { headers: { ...(accept && { accept }), 'accept-encoding': encoding } })
}

const prometheus =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'

const prometheus3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1'

test.each([
  [prometheus, 'openmetrics'],
  [prometheus3, 'openmetrics'],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  ['application/openmetrics-text', 'openmetrics'],
  ['application/openmetrics-text;version=0.0.1', 'text'],
  ['text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5', 'text'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'text'],
  ['*/*', 'text'],
  ['image/png', 'text'],
  ['garbage;;;=', 'text'],
])('Accept: %s gets %s', async (accept, format) => {
  const answer = await scrape(accept)
  expect(answer.headers.get('content-type')).toBe(`text/x-${format}`)
  expect((await answer.text()).startsWith(`${format}\n`)).toBe(true)
})

test('gzip for who accepts it, and only for them', async () => {
  const compressed = await scrape('*/*', 'gzip')
  expect(compressed.headers.get('content-encoding')).toBe('gzip')
  expect(Number(compressed.headers.get('content-length'))).toBeLessThan(500)
  const plain = await scrape('*/*', 'identity')
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await compressed.text()).toBe(await plain.text())
  expect((await scrape('*/*', 'gzip;q=0')).headers.get('content-encoding')).toBeNull()
  expect((await scrape('*/*', 'identity, gzip;q=0.5')).headers.get('content-encoding')).toBeNull()
})
