import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Credentials, defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { TokenWatch } from '../../src/tokens/token-watch.ts'
import { clientFor } from '../support/client.ts'
import { FakeClock } from '../support/fake-clock.ts'

import { sharedDemoFleet } from '../support/fleet.ts'

const account = '0123456789abcdef0123456789abcdef'
let simulator: Simulator
let clock: FakeClock
let watch: TokenWatch
let close: () => Promise<void>
let log: string[]
let good: string[]
let isRefusedThroughout: boolean

async function start(credentials: Partial<Credentials>, accountId?: string, token = defaultCredentials.token) {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({
    fleet,
    clock: () => new Date(),
    credentials: { ...defaultCredentials, ...credentials },
  })
  const made = clientFor({ baseUrl: simulator.baseUrl, secret: { kind: 'token', token } })
  close = made.close
  watch = new TokenWatch({
    verify: ({ name, accountId }, signal) => made.client.verifyToken(name, accountId, signal),
    verified: (name) => good.push(name),
    isRefusedThroughout: () => isRefusedThroughout,
    clock,
    log: pino({ level: 'info' }, { write: (line: string) => log.push(JSON.parse(line).msg) }),
  })
  watch.watch([{ name: 'default', accountId, path: '/token' }])
  watch.start()
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
}

beforeEach(() => {
  clock = new FakeClock()
  log = []
  good = []
  isRefusedThroughout = false
})
afterEach(async () => {
  await watch.stop()
  expect(clock.sleeping).toBe(0)
  await close()
  await simulator.close()
})

function verifications(): number {
  return simulator.requests.filter(({ path }) => path.endsWith('/tokens/verify')).length
}

async function later(seconds: number): Promise<void> {
  await clock.advance(seconds)
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
}

const expiry = Date.parse('2027-01-31T00:00:00Z') / 1000

describe('a token that is good', () => {
  test("a user's, with an end", async () => {
    await start({ tokenExpiresOn: '2027-01-31T00:00:00Z' })
    expect(watch.statuses).toMatchObject([{ credentials: 'default', valid: true, expiresOn: expiry }])
    expect(log).toEqual(['credential default: the token is valid until 2027-01-31T00:00:00.000Z'])
  })

  test('is verified again a minute after its end, and then every quarter of an hour for as long as Cloudflare calls it good', async () => {
    const end = Math.floor(clock.now() / 1000) * 1000 + 3000
    await start({ tokenExpiresOn: new Date(end * 1000).toISOString() })
    await later(end - clock.now() + 50)
    expect(verifications()).toBe(1)
    await later(20)
    await vi.waitFor(() => expect(verifications()).toBe(2))
    await vi.waitFor(() => expect(clock.sleeping).toBe(1))
    await later(910)
    await vi.waitFor(() => expect(verifications()).toBe(3))
  })

  test("a user's, with an end that cannot be read: it is valid, and the end is unknown", async () => {
    await start({ tokenExpiresOn: 'soon' })
    expect(watch.statuses).toMatchObject([{ credentials: 'default', valid: true, expiresOn: undefined }])
    expect(log).toEqual([
      'credential default: the token is valid',
      expect.stringContaining('expires_on that cannot be read: when it expires is unknown'),
    ])
  })

  test("an account's, at the account's own endpoint", async () => {
    await start({ accountId: account }, account)
    expect(watch.statuses).toMatchObject([{ valid: true, expiresOn: undefined }])
    expect(simulator.requests.at(-1)?.path).toBe(`/client/v4/accounts/${account}/tokens/verify`)
  })

  test('is verified once a day', async () => {
    await start({})
    await later(23 * 3600)
    expect(verifications()).toBe(1)
    await later(3600)
    expect(verifications()).toBe(2)
  })
})

describe('a token that is not', () => {
  test.each(['disabled', 'expired'] as const)('%s', async (tokenStatus) => {
    await start({ tokenStatus })
    expect(watch.statuses).toMatchObject([{ valid: false }])
    expect(log).toEqual(['credential default: Cloudflare says that the token is not valid'])
  })

  test('malformed', async () => {
    await start({}, undefined, 'abc')
    expect(watch.statuses).toMatchObject([{ valid: false }])
  })
})

test("an account's token without its account is not called invalid: the log says what to do", async () => {
  await start({ accountId: account })
  expect(watch.statuses).toMatchObject([{ valid: undefined }])
  expect(log).toEqual([expect.stringContaining('belongs to an account, set account_id')])
})

test('trouble of Cloudflare changes nothing, and is tried again sooner', async () => {
  await start({ tokenExpiresOn: '2027-01-31T00:00:00Z' })
  simulator.fault({ fault: 'status', status: 403, code: 10000 })
  await later(86_400)
  expect(watch.statuses).toMatchObject([{ credentials: 'default', valid: true, expiresOn: expiry }])
  simulator.clearFaults()
  await later(900)
  expect(verifications()).toBe(3)
})

describe('a token that is suspected', () => {
  test('is verified at once, and is good where Cloudflare says so', async () => {
    await start({})
    await watch.suspect('default')
    expect(verifications()).toBe(2)
    expect([watch.statuses[0]?.valid, good]).toEqual([true, ['default', 'default']])
  })

  test('is invalid where Cloudflare says so, and verified again when something succeeds with it', async () => {
    await start({})
    const lift = simulator.fault({ fault: 'status', status: 401, code: 1000, path: '/tokens/verify' })
    await watch.suspect('default')
    expect(watch.statuses).toMatchObject([{ valid: false, isUnverifiable: false }])
    expect(log.at(-1)).toBe('credential default: Cloudflare says that the token is not valid')
    lift.lift()
    watch.letIn('default')
    await vi.waitFor(() => expect(watch.statuses).toMatchObject([{ valid: true }]))
  })

  test('is verified once a minute at most', async () => {
    await start({})
    await watch.suspect('default')
    await clock.advance(59)
    expect(watch.suspect('default')).toBeUndefined()
    await clock.advance(1)
    await watch.suspect('default')
    expect(verifications()).toBe(3)
  })

  test.each([
    ['a lock-out', 429, 10502],
    ['an outage', 503, 0],
    ['a limit', 429, 971],
    ['a missing permission', 403, 10000],
    ['an address that is not allowed', 403, 9109],
  ])('is as valid as before where the verification says nothing of it: %s', async (_, status, code) => {
    await start({})
    const message = 'Cannot use the access token from location: 192.0.2.1'
    simulator.fault({ fault: 'status', status, code, message, path: '/tokens/verify' })
    await watch.suspect('default')
    expect(watch.statuses).toMatchObject([{ valid: true }])
  })

  test('nothing is asked about a credential that is no token', async () => {
    await start({})
    expect(watch.suspect('key')).toBeUndefined()
  })
})

describe('a token that cannot be verified', () => {
  test('is invalid once nothing succeeds with it, with what to do, and of unknown validity once something does', async () => {
    await start({ accountId: account })
    watch.refusedThroughout('default', true)
    expect(watch.statuses).toMatchObject([{ valid: false, isUnverifiable: true }])
    expect(log.at(-1)).toMatch(/could not be verified: .*set account_id/)
    watch.refusedThroughout('default', false)
    expect(watch.statuses).toMatchObject([{ valid: undefined }])
  })

  test('is invalid as well where that was known before', async () => {
    isRefusedThroughout = true
    await start({ accountId: account })
    expect(watch.statuses).toMatchObject([{ valid: false, isUnverifiable: true }])
  })

  test('took the place of one that could: what that was worth says nothing', async () => {
    await start({})
    simulator.fault({ fault: 'status', status: 401, code: 1000, path: '/tokens/verify' })
    watch.verifyAgain()
    await vi.waitFor(() => expect(watch.statuses).toMatchObject([{ valid: undefined, isUnverifiable: true }]))
  })
})

test('of two verifications the one that was asked last counts', async () => {
  await start({})
  const answers: ((status: string) => void)[] = []
  const slow = new TokenWatch({
    verify: () =>
      new Promise((resolve) => {
        answers.push((status) => resolve({ ok: true, value: { status, expiresOn: undefined } }))
      }),
    verified: () => undefined,
    isRefusedThroughout: () => false,
    clock,
    log: pino({ level: 'silent' }),
  })
  slow.watch([{ name: 'default', accountId: undefined, path: '/token' }])
  slow.start()
  const suspected = slow.suspect('default')
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  answers[0]?.('expired')
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.('active')
  await suspected
  expect(slow.statuses).toMatchObject([{ valid: true }])
  await vi.waitFor(() => expect(clock.sleeping).toBe(2))
  await slow.stop()
})

test('one that is called invalid while something succeeds with it is verified again soon', async () => {
  await start({ token: 'another-token-000000000000000000000000000' }, account)
  expect(watch.statuses).toMatchObject([{ valid: false }])
  await later(901)
  expect(verifications()).toBe(2)
  isRefusedThroughout = true
  await later(901)
  expect(verifications()).toBe(3)
  await later(901)
  expect(verifications()).toBe(3)
})

test('a token that can be verified is never invalid by what its requests say', async () => {
  await start({})
  watch.refusedThroughout('default', true)
  expect(watch.statuses).toMatchObject([{ valid: true }])
})

test('a reload that leaves a token as it was does not verify it, a changed secret does', async () => {
  await start({})
  watch.watch([{ name: 'default', accountId: undefined, path: '/token' }])
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
  expect(verifications()).toBe(1)
  watch.verifyAgain()
  await vi.waitFor(() => expect(verifications()).toBe(2))
})

test('a token whose secret is in another file is verified, and until then what was known is shown', async () => {
  await start({})
  watch.watch([{ name: 'default', accountId: undefined, path: '/other' }])
  expect(watch.statuses).toMatchObject([{ valid: true }])
  await vi.waitFor(() => expect(verifications()).toBe(2))
})

test('a token that left the configuration has no status any more', async () => {
  await start({})
  watch.watch([])
  expect(watch.statuses).toEqual([])
})
