import { TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { DoorTls } from '../../../src/http/door/settings.ts'
import type { Routes } from '../../../src/http/routes.ts'
import { type Authority, makeAuthority, type Pair, selfSigned } from '../../support/authority.ts'
import { get, tlsWith, useServers } from './support.ts'

const serve = useServers()
const clients: Record<string, Pair> = {}
let server: Pair
let ca: Authority
let intermediate: Authority

beforeAll(async () => {
  ca = await makeAuthority('client ca')
  intermediate = await ca.intermediate('client intermediate')
  const other = await makeAuthority('other ca')
  server = await ca.issue('localhost')
  clients['good'] = await ca.issue('good', {
    usage: 'clientAuth',
    sans: [
      { type: 'dns', value: 'scraper.example' },
      { type: 'ip', value: '2001:db8::1' },
      { type: 'email', value: 'ops@example.com' },
      { type: 'url', value: 'spiffe://example/scraper' },
    ],
  })
  clients['below'] = await intermediate.issue('below')
  clients['stranger'] = await other.issue('stranger', { sans: [{ type: 'dns', value: 'scraper.example' }] })
  clients['self'] = await selfSigned('self')
  clients['expired'] = await ca.issue('expired', { isExpired: true })
  clients['server only'] = await ca.issue('server only', { usage: 'serverAuth' })
})

const everybody = ['nobody', 'good', 'stranger', 'self', 'expired', 'server only']

/** Who of them is let in. */
async function letIn(tls: Partial<DoorTls>, who: readonly string[] = everybody): Promise<readonly string[]> {
  const { port } = await serve({ tls: tlsWith(server, tls) })
  const answers = await Promise.all(who.map((name) => get(port, { ...clients[name] })))
  for (const { outcome } of answers) expect([200, 'ECONNRESET']).toContain(outcome)
  return who.filter((_, index) => answers[index]?.outcome === 200)
}

test.each<[DoorTls['clientAuth'], readonly string[]]>([
  ['none', everybody],
  ['request', everybody],
  ['require', ['good', 'stranger', 'self', 'expired', 'server only']],
  ['verify_if_given', ['nobody', 'good']],
  ['require_and_verify', ['good']],
])('%s lets in %j', async (clientAuth, expected) => {
  expect(await letIn({ clientAuth, clientCas: [ca.cert] })).toEqual(expected)
})

test('without a client CA nobody is verified, and no CA of the system helps', async () => {
  const { getCACertificates, setDefaultCACertificates } = await import('node:tls')
  const system = getCACertificates('default')
  setDefaultCACertificates([ca.cert])
  onTestFinished(() => setDefaultCACertificates(system))
  expect(await letIn({ clientAuth: 'require_and_verify' })).toEqual([])
  expect(await letIn({ clientAuth: 'verify_if_given' })).toEqual(['nobody'])
})

test('a client CA may be the certificate itself, and an intermediate beside its root', async () => {
  const own = clients['self']?.cert ?? ''
  const verified = { clientAuth: 'require_and_verify' } as const
  expect(await letIn({ ...verified, clientCas: [own] }, ['below', 'self', 'good'])).toEqual(['self'])
  expect(await letIn({ ...verified, clientCas: [intermediate.cert, ca.cert] }, ['below', 'self'])).toEqual(['below'])
  expect(await letIn({ ...verified, clientCas: [intermediate.cert] }, ['below', 'good'])).toEqual([])
})

test('with none nobody is even asked, or a browser would show a list of certificates to choose from', async () => {
  const presented: unknown[] = []
  const routes: Routes = {
    '/hello': {
      GET: ({ socket }) => {
        presented.push(socket instanceof TLSSocket && socket.getPeerX509Certificate()?.subject)
        return { status: 200, body: '' }
      },
    },
  }
  for (const clientAuth of ['none', 'request'] as const) {
    const { port } = await serve({ tls: tlsWith(server, { clientAuth }) }, routes)
    await get(port, { ...clients['good'] })
  }
  expect(presented).toEqual([undefined, 'CN=good'])
})

describe('alternative names', () => {
  const verified = { clientAuth: 'require_and_verify' } as const

  test.each([
    ['scraper.example'],
    ['2001:db8::1'],
    ['2001:0DB8:0:0:0:0:0:1'],
    ['ops@example.com'],
    ['spiffe://example/scraper'],
  ])('%s is one', async (name) => {
    const allowedSans = ['another', name]
    expect(await letIn({ ...verified, clientCas: [ca.cert], allowedSans })).toEqual(['good'])
  })

  test.each([
    ['good'],
    ['*.example'],
    ['SCRAPER.example'],
    ['scraper.example.'],
    ['2001:db8::2'],
    ['DNS:scraper.example'],
  ])('%s is none', async (name) => {
    expect(await letIn({ ...verified, clientCas: [ca.cert], allowedSans: [name] })).toEqual([])
  })

  test('do not make up for a signature, and nobody without a certificate is asked for them', async () => {
    const allowedSans = ['scraper.example']
    expect(await letIn({ ...verified, clientCas: [ca.cert], allowedSans }, ['stranger'])).toEqual([])
    expect(await letIn({ clientAuth: 'verify_if_given', clientCas: [ca.cert], allowedSans })).toEqual([
      'nobody',
      'good',
    ])
    expect(await letIn({ clientAuth: 'require', allowedSans })).toEqual(['good', 'stranger'])
  })
})

test('why somebody was not let in is told', async () => {
  const { port, refusals } = await serve({ tls: tlsWith(server, { clientAuth: 'require_and_verify' }) })
  await get(port)
  await get(port, { ...clients['good'] })
  await get(port, { secure: false })
  expect(refusals).toEqual([
    'it presented no certificate',
    'its certificate is not valid, or not signed by a client CA',
    'ERR_SSL_HTTP_REQUEST',
  ])
})

test('a resumed session is the same client, and is still known', async () => {
  const { Agent } = await import('node:https')
  const tls = tlsWith(server, {
    clientAuth: 'require_and_verify',
    clientCas: [ca.cert],
    allowedSans: ['scraper.example'],
  })
  const { port, changeDoor } = await serve({ tls })
  const agent = new Agent({ maxCachedSessions: 10 })
  const ask = () => get(port, { agent, headers: { connection: 'close' }, ...clients['good'] })
  expect([(await ask()).outcome, (await ask()).outcome]).toEqual([200, 200])
  changeDoor({ tls: { ...tls, clientCas: [intermediate.cert] }, users: new Map(), headers: {} })
  expect((await ask()).outcome).toBe('ECONNRESET')
})
