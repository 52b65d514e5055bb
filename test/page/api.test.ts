import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  accountListSchema,
  apiJsonSchema,
  type CertificateList,
  certificateListSchema,
  credentialListSchema,
  hostnameListSchema,
  type OneCertificate,
  oneCertificateSchema,
  statusSchema,
  zoneListSchema,
} from '../../src/api/api-schema.ts'
import { placeKeyOf } from '../../src/inventory/places.ts'
import type { WatchedAccount } from '../../src/inventory/snapshot.ts'
import { certificateStates } from '../../src/judgement/certificate-states.ts'
import { readCalendar } from '../support/icalendar.ts'
import { storeEntry } from '../support/zones.ts'
import { quietDaemon } from './support/facts.ts'
import { manifold, noon, snapshotOf, store, watched } from './support/fleet.ts'
import { reset, useServed } from './support/served.ts'

const served = useServed()
beforeEach(() => reset(served()))

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function ask(path: string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`${served().url}/api/v1/certificates${path}`, { headers })
}

async function list(query = ''): Promise<CertificateList> {
  const answer = await ask(query)
  expect(answer.status).toBe(200)
  return (await answer.json()) as CertificateList
}

async function names(query = ''): Promise<readonly string[]> {
  return (await list(query)).certificates.map(({ name }) => name)
}

const none = Object.fromEntries(certificateStates.map((state) => [state, 0]))

test('the most urgent first, by the severity that pages', async () => {
  expect(await names()).toEqual([
    'ended',
    'ends-next-week',
    'timed-out',
    'not-reached',
    'ends-next-month',
    'other-serial',
    'server-only',
    'wrong-id',
    'ended-and-unused',
    'payments-api',
  ])
})

test('what a certificate looks like: RFC 3339, null for what is not known', async () => {
  const { as_of, counts, severities, total, certificates, next_cursor } = await list()
  expect({ as_of, counts, severities, total, next_cursor }).toEqual({
    as_of: '2026-11-23T12:00:00.000Z',
    counts: {
      ...none,
      expired: 1,
      critical: 1,
      deployment_timed_out: 1,
      stale: 1,
      warning: 1,
      mismatch: 1,
      problem: 1,
      unused: 1,
      unknown: 1,
      ok: 1,
    },
    severities: { critical: 4, warning: 3, info: 0, ok: 3 },
    total: 10,
    next_cursor: null,
  })
  expect(certificates.find(({ name }) => name === 'other-serial')).toMatchObject({
    state: 'mismatch',
    severity: 'warning',
    hostnames: [],
    in_use: null,
    serial_number: '315058594055281896516801703885827625507384',
    serial_number_hex: '039ddfbe0d81be52b64174a47597b070da38',
    api: { serial_number: '17', status: 'active' },
    mismatches: ['serial_number'],
    last_success: '2026-11-23T11:57:00.000Z',
    error: null,
  })
  expect(certificates.find(({ name }) => name === 'server-only')).toMatchObject({
    chain: [{ subject: 'CN=Origin CA,O=Example', not_after: '2029-05-11T12:00:00.000Z' }],
    chain_not_after: '2029-05-11T12:00:00.000Z',
  })
  expect(certificates.find(({ name }) => name === 'wrong-id')).toMatchObject({
    chain: [],
    state: 'unknown',
    expiry: null,
    days_left: null,
    api: null,
    last_success: null,
    stale: true,
    error: { reason: 'not_found', detail: 'certificate not found' },
  })
})

describe('the schema', () => {
  test('docs/api.schema.json is the one of the code: npm run api-schema', () => {
    expect(JSON.parse(readFileSync('docs/api.schema.json', 'utf8'))).toEqual(apiJsonSchema())
  })

  test('real answers hold to it, and have no field that it does not know', async () => {
    const ajv = new Ajv2020({
      formats: { 'date-time': dateTime },
      allErrors: true,
      strict: true,
      strictRequired: false,
    })
    const published = ajv.compile(JSON.parse(readFileSync('docs/api.schema.json', 'utf8')))
    const exact = ajv.compile(z.toJSONSchema(certificateListSchema))
    for (const path of ['', '?limit=3', '?state=ok', `/${keyOf(2)}`, '?state=nonsense', '/zone/a/b']) {
      const body = await (await ask(path)).json()
      expect(published(body), JSON.stringify(published.errors)).toBe(true)
    }
    for (const [path, schema] of [
      ['hostnames', hostnameListSchema],
      ['hostnames?limit=1', hostnameListSchema],
      ['zones', zoneListSchema],
      ['accounts', accountListSchema],
      ['credentials', credentialListSchema],
      ['status', statusSchema],
    ] as const) {
      const answer: unknown = await (await fetch(`${served().url}/api/v1/${path}`)).json()
      expect(published(answer), `${path} ${JSON.stringify(published.errors)}`).toBe(true)
      const narrow = ajv.compile(z.toJSONSchema(schema))
      expect(narrow(answer), `${path} ${JSON.stringify(narrow.errors)}`).toBe(true)
    }
    const body = await list()
    expect(exact(body), JSON.stringify(exact.errors)).toBe(true)
    expect(published({ ...body, total: 'ten' })).toBe(false)
  })
})

describe('filters', () => {
  test.each([
    ['?state=expired', ['ended']],
    ['?severity=critical', ['ended', 'ends-next-week', 'timed-out', 'not-reached']],
    ['?state=ok', ['payments-api']],
    ['?zone=api.example', ['not-reached', 'wrong-id']],
    ['?zone=19b58f4f9d2c4e7f8a6b5c4d3e2f1a0b', ['not-reached', 'wrong-id']],
    ['?q=PAY.shop', ['payments-api']],
    ['?q=team%3Dpayments+ended', ['ended', 'ended-and-unused']],
    ['?q=no+such+thing', []],
  ])('%s', async (query, wanted) => {
    expect(await names(query)).toEqual(wanted)
  })

  test.each([
    ['?state=fine', 'state'],
    ['?state=ok&state=unknown', 'state'],
    ['?severity=unknown', 'severity'],
    ['?limit=0', 'limit'],
    ['?limit=1001', 'limit'],
    ['?limit=ten', 'limit'],
    ['?cursor=nonsense', 'cursor'],
    ['?cursor=W10', 'cursor'],
    [`?q=${'e+'.repeat(101)}`, 'q'],
    ['?sate=ok', 'sate'],
  ])('%s is a 400 that says what is wrong', async (query, parameter) => {
    const answer = await ask(query)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await answer.json()).toEqual({
      error: { code: 'bad_parameter', parameter, message: expect.stringMatching(`^${parameter} (has to be|is) `) },
    })
  })
})

test('a cursor is short enough for an address, however long the names are', async () => {
  const long = '\u{1f512}'.repeat(7000)
  const alike = [1, 2, 3].map((number) => watched({ number, name: `${long}${3 - number}` }))
  served().snapshot = snapshotOf(alike)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const next: CertificateList = await list(`?limit=1${cursor && `&cursor=${cursor}`}`)
    seen.push(...next.certificates.map(({ certificate_id }) => certificate_id))
    cursor = next.next_cursor
    expect(cursor?.length ?? 0).toBeLessThan(1500)
  }
  expect(seen).toEqual(alike.map(({ entry }) => entry.certificateId))
})

test('a cursor goes on where it was, while certificates come and go', async () => {
  const first = await list('?limit=3')
  expect(first.certificates.map(({ name }) => name)).toEqual(['ended', 'ends-next-week', 'timed-out'])
  const newcomer = watched({ number: 99, name: 'ended-long-ago', daysLeft: -90 })
  // The last one shown is gone, and one has come before it.
  const others = manifold.filter(({ entry }) => entry.name !== 'timed-out')
  served().snapshot = snapshotOf([newcomer, ...others])
  const seen: string[] = []
  let cursor = first.next_cursor
  while (cursor !== null) {
    const next = await list(`?limit=3&cursor=${cursor}`)
    seen.push(...next.certificates.map(({ name }) => name))
    cursor = next.next_cursor
  }
  expect(seen).toEqual([
    'not-reached',
    'ends-next-month',
    'other-serial',
    'server-only',
    'wrong-id',
    'ended-and-unused',
    'payments-api',
  ])
})

describe('ETag', () => {
  test('nothing is sent twice, until something is new', async () => {
    const etag = (await ask('')).headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/)
    served().now = noon + 60
    const same = await ask('', { 'if-none-match': `"other", ${etag}` })
    expect([same.status, await same.text()]).toEqual([304, ''])
    expect(same.headers.get('etag')).toBe(etag)
    expect(same.headers.get('content-length')).toBeNull()
    // Eight days later one more has expired, though nobody has asked Cloudflare.
    served().now = noon + 9 * 86_400
    expect((await ask('', { 'if-none-match': etag })).status).toBe(200)
  })

  test('each answer has its own', async () => {
    const tags = await Promise.all(['', '?limit=1', `/${keyOf(1)}`, `/${keyOf(2)}`].map((path) => ask(path)))
    expect(new Set(tags.map(({ headers }) => headers.get('etag'))).size).toBe(4)
  })
})

describe('one certificate', () => {
  test('by its identity', async () => {
    const answer = await ask(`/${keyOf(2)}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      as_of: '2026-11-23T12:00:00.000Z',
      certificate: { name: 'ended', state: 'expired', days_left: -3, hostnames: ['www.shop.example'], in_use: true },
    })
  })

  test.each([['zone/a/b'], [keyOf(2).replace('hostname', 'zone')]])('%s is not there', async (key) => {
    const answer = await ask(`/${key}`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } })
  })
})

test('HEAD, gzip, and a POST that is refused', async () => {
  const head = await fetch(`${served().url}/api/v1/certificates`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  const zipped = await ask('', { 'accept-encoding': 'gzip' })
  expect(zipped.headers.get('content-encoding')).toBe('gzip')
  expect(await zipped.json()).toMatchObject({ total: 10 })
  expect((await fetch(`${served().url}/api/v1/certificates`, { method: 'POST' })).status).toBe(405)
})

test('server.status_page: false switches page and JSON off', async () => {
  served().isOn = false
  for (const path of ['/', '/api/v1/certificates', `/api/v1/certificates/${keyOf(2)}`])
    expect((await fetch(served().url + path)).status).toBe(404)
})

test('a secret that Cloudflare echoes leaves neither by page nor by JSON', async () => {
  const check = { failure: { reason: 'auth', detail: 'Invalid token s3cr3t-token' } } as const
  served().snapshot = snapshotOf([watched({ number: 1, name: 'refused', check })])
  served().redact = (text) => text.replaceAll('s3cr3t-token', '[redacted]')
  for (const path of ['/', '/api/v1/certificates', `/api/v1/certificates/${keyOf(1)}`]) {
    const text = await (await fetch(served().url + path)).text()
    expect(text).toContain('Invalid token [redacted]')
    expect(text).not.toContain('s3cr3t')
  }
})

describe('everything that is no certificate', () => {
  const asked = async (path: string): Promise<Record<string, unknown>> =>
    (await (await fetch(`${served().url}/api/v1/${path}`)).json()) as Record<string, unknown>

  test('hostnames, the most urgent first, with what is so and what to do', async () => {
    const { total, severities, hostnames } = await asked('hostnames')
    expect({ total, severities }).toEqual({ total: 4, severities: { critical: 2, warning: 0, info: 0, ok: 2 } })
    expect(hostnames).toMatchObject([
      { hostname: 'bare.shop.example', state: 'none', verdict: 'without_certificate', severity: 'critical' },
      {
        hostname: 'off.shop.example',
        state: 'disabled',
        sentence: 'No client certificate is presented for off.shop.example: its association with x is off.',
        action: 'Switch its association on',
      },
      { hostname: 'lost.shop.example', verdict: 'unknown', error: { reason: 'permission' } },
      { hostname: 'pay.shop.example', verdict: 'ok', action: null },
    ])
    expect(await asked('hostnames?verdict=unknown')).toMatchObject({ hostnames: [{ hostname: 'lost.shop.example' }] })
    expect(await asked('hostnames?q=bare')).toMatchObject({ total: 1 })
    expect(await asked('hostnames?q=off+shop.example')).toMatchObject({ total: 1 })
    expect(await asked('zones?q=shop.example')).toMatchObject({ total: 1 })
    expect(await asked('hostnames?state=none')).toMatchObject({ error: { parameter: 'state' } })
  })

  test('a cursor goes on where it was', async () => {
    const { next_cursor } = await asked('hostnames?limit=3')
    expect(await asked(`hostnames?limit=3&cursor=${next_cursor}`)).toMatchObject({
      hostnames: [{ hostname: 'pay.shop.example' }],
      next_cursor: null,
    })
  })

  test('a zone with a list that fails stands before the others, and makes all counts lower bounds', async () => {
    const failure = { reason: 'permission', detail: 'Authentication error' } as const
    const never = { lastCheck: noon - 60, lastSuccess: undefined, failure, failingSince: noon - 3600 }
    const lists = [...store(never)].map(([kind, each]) => [kind, { ...each, listed: undefined }] as const)
    served().snapshot = snapshotOf(manifold, { stores: new Map(lists) })
    expect(await asked('zones')).toMatchObject({
      severities: { warning: 1, ok: 1 },
      zones: [
        {
          zone: 'shop.example',
          state: 'unknown',
          severity: 'warning',
          action: 'Give the credential its permission, or put the id right',
          lists: [{ kind: 'hostname', listed: null, error: { reason: 'permission' } }],
          certificates: 8,
        },
        { zone: 'api.example', state: 'ok', lists: [] },
      ],
    })
    expect(await asked('status')).toMatchObject({
      status: {
        severity: 'critical',
        is_complete: false,
        never_listed: [{ what: 'zone', name: 'shop.example', reason: 'permission' }],
      },
    })
  })

  test('an account with a list that fails', async () => {
    const failure = { reason: 'permission', detail: 'Authentication error' } as const
    const reading = { lastCheck: noon - 60, lastSuccess: noon - 7200, failure, failingSince: noon - 3600 }
    const entry = storeEntry({ kind: 'gateway_certificate', scopeId: 'ac'.repeat(16), labels: {} })
    const account: WatchedAccount = {
      scope: 'account',
      scopeId: entry.scopeId,
      name: 'Example account',
      certificates: new Map(),
      stores: new Map([[entry.kind, { entry, listed: [], reading, emptyListings: 0 }]]),
    }
    served().snapshot = {
      places: new Map([[placeKeyOf(account), account]]),
      discoveries: new Map(),
      bundles: new Map(),
    }
    const { accounts } = await asked('accounts?state=check_failing&zone=Example%20account')
    expect(accounts).toMatchObject([
      {
        account_id: entry.scopeId,
        account: 'Example account',
        state: 'check_failing',
        severity: 'warning',
        action: 'Give the credential its permission, or put the id right',
        lists: [{ kind: 'gateway_certificate', listed: 0, error: { reason: 'permission' } }],
        certificates: 0,
      },
    ])
    const page = await (await fetch(`${served().url}/?open=lists/${entry.scopeId}/${entry.kind}`)).text()
    expect(page).toContain(`href="api/v1/accounts?zone=${entry.scopeId}"`)
  })

  test('credentials without their secrets, and the daemon with what is wrong with it', async () => {
    const [credential] = quietDaemon.credentials
    if (!credential) throw new Error('there is no credential')
    served().daemon = {
      credentials: [{ ...credential, valid: false }],
      judged: { ...quietDaemon.judged, isReloadSuccessful: false },
    }
    expect(await asked('credentials')).toMatchObject({
      credentials: [
        {
          name: 'default',
          kind: 'token',
          state: 'refused',
          severity: 'critical',
          action: 'Renew default',
          zones: null,
        },
      ],
    })
    const { status } = await asked('status')
    expect(status).toMatchObject({ is_complete: true, severities: { critical: 7 }, watched: { certificates: 10 } })
    expect(status).toHaveProperty(
      'parts',
      expect.arrayContaining([
        expect.objectContaining({ part: 'configuration', state: 'reload_failed', severity: 'warning' }),
      ]),
    )
    expect((await fetch(`${served().url}/api/v1/status?x=1`)).status).toBe(400)
  })
})

function keyOf(number: number): string {
  return `hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-${String(number).padStart(12, '0')}`
}

test('the answer has no character that a terminal would act on, and says the same', async () => {
  const name = 'a\u0085b\u009bc\u2028d\u202ee\u2066f\u{e0001}'
  served().snapshot = snapshotOf([watched({ number: 1, name })])
  const text = await (await ask('')).text()
  expect(text).toMatch(/^(?:\n|[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}])*$/u)
  expect(JSON.parse(text)).toMatchObject({ certificates: [{ name }] })
})

describe('/calendar.ics', () => {
  const calendar = (query = '', headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${served().url}/calendar.ics${query}`, { headers })

  test('has the ends that the JSON has, by the same filters', async () => {
    for (const query of ['', '?severity=critical', '?q=ended', '?zone=nowhere.example']) {
      const answer = await calendar(query)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
      const ends = readCalendar(await answer.text()).events.map(({ start }) => Date.parse(start))
      const expected = (await list(query)).certificates.flatMap(({ expiry }) => (expiry ? [Date.parse(expiry)] : []))
      expect(ends).toEqual(expected)
    }
  })

  test('unchanged, it costs no body; a filter that nobody knows is a 400', async () => {
    const etag = (await calendar()).headers.get('etag') ?? ''
    expect((await calendar('', { 'if-none-match': etag })).status).toBe(304)
    for (const query of ['?state=nonsense', '?limit=3', '?severty=critical']) {
      const answer = await calendar(query)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringContaining('text/plain')])
    }
  })
})

test('the history of one certificate: states and rotations, and the answer has another ETag after a change', async () => {
  const [first] = (await list()).certificates
  const path = `/${first?.kind}/${first?.zone_id}/${first?.certificate_id}`
  const before = await ask(path)
  expect(((await before.json()) as OneCertificate).history).toEqual([])
  served().history = [
    { at: noon - 86_400, word: 'ok' },
    { at: noon - 60, word: 'replaced' },
  ]
  const after = await ask(path)
  const one = (await after.json()) as OneCertificate
  expect(oneCertificateSchema.parse(one).history).toEqual([
    { at: '2026-11-22T12:00:00.000Z', state: 'ok', rotation: null },
    { at: '2026-11-23T11:59:00.000Z', state: null, rotation: 'replaced' },
  ])
  expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
})
