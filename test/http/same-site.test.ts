import { expect, test } from 'vitest'
import { sameSiteOnly } from '../../src/http/same-site.ts'
import { get, useServers } from './door/support.ts'

const serve = useServers()

async function outcome(headers: Readonly<Record<string, string>>): Promise<number | string> {
  const routes = { '/do': { POST: sameSiteOnly(() => ({ status: 200, body: 'done\n' })) } }
  const { port } = await serve({}, routes)
  return (await get(port, { secure: false, method: 'POST', path: '/do', headers })).outcome
}

const host = 'exporter.example:9977'

test.each<[string, Readonly<Record<string, string>>]>([
  ['curl', {}],
  ['curl with a name', { host }],
  ['a page of its own', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }],
  ['a page of its own, in an old browser', { host, origin: `http://${host}` }],
  [
    'a page of its own behind a proxy that takes off TLS',
    { host: 'exporter.example', origin: 'https://exporter.example' },
  ],
  ['a port that is the default', { host: 'exporter.example:443', origin: 'https://exporter.example' }],
  ['another case', { host: 'Exporter.Example', origin: 'https://exporter.example' }],
  ['an address of IPv6', { host: '[::1]:9977', origin: 'http://[::1]:9977' }],
  ['what a person typed in', { host, 'sec-fetch-site': 'none' }],
])('%s is let through', async (_, headers) => {
  expect(await outcome(headers)).toBe(200)
})

test.each<[string, Readonly<Record<string, string>>]>([
  ['a page of another site', { host, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a page that hides its origin', { host, 'sec-fetch-site': 'cross-site' }],
  ['a page of a neighbour', { host, origin: 'http://other.example:9977', 'sec-fetch-site': 'same-site' }],
  ['a neighbour who says nothing', { host, 'sec-fetch-site': 'same-site' }],
  ['another port', { host, origin: 'http://exporter.example:8080' }],
  ['another site, in an old browser', { host, origin: 'https://evil.example' }],
  ['a sandbox or a file', { host, origin: 'null' }],
  ['an origin that only begins like the host', { host, origin: `http://${host}.evil.example` }],
  ['an origin with the host as its user', { host, origin: `http://${host}@evil.example` }],
  ['an origin without a host', { host, origin: 'file:///' }],
  ['nonsense', { host, origin: 'nonsense' }],
  ['a word that is yet to be invented', { host, 'sec-fetch-site': 'friendly-site' }],
])('%s is refused', async (_, headers) => {
  expect(await outcome(headers)).toBe(403)
})
