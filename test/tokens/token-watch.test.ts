import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Credentials, defaultCredentials } from '../../src/simulator/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import { TokenWatch } from '../../src/tokens/token-watch.ts'
import { clientFor } from '../support/client.ts'
import { FakeClock } from '../support/fake-clock.ts'

const account = '0123456789abcdef0123456789abcdef'
let simulator: Simulator
let clock: FakeClock
let watch: TokenWatch
let close: () => Promise<void>
let log: string[]

async function start(credentials: Partial<Credentials>, accountId?: string, token = defaultCredentials.token) {
  const fleet = await demoFleet({ now: new Date() })
  simulator = await startSimulator({
    fleet,
    clock: () => new Date(),
    credentials: { ...defaultCredentials, ...credentials },
  })
  const made = clientFor({ baseUrl: simulator.baseUrl, secret: { kind: 'token', token } })
  close = made.close
  watch = new TokenWatch({
    verify: ({ name, accountId }, signal) => made.client.verifyToken(name, accountId, signal),
    clock,
    log: pino({ level: 'info' }, { write: (line: string) => log.push(JSON.parse(line).msg) }),
  })
  watch.watch([{ name: 'default', accountId }])
  watch.start()
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
}

beforeEach(() => {
  clock = new FakeClock()
  log = []
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
    expect(watch.statuses).toEqual([{ credentials: 'default', valid: true, expiresOn: expiry }])
    expect(log).toEqual(['default: the token is valid until 2027-01-31T00:00:00.000Z'])
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
    expect(log).toEqual(['default: Cloudflare says that the token is not valid'])
  })

  test('malformed', async () => {
    await start({}, undefined, 'abc')
    expect(watch.statuses).toMatchObject([{ valid: false }])
  })
})

test("an account's token without its account is not called invalid: the log says what to do", async () => {
  await start({ accountId: account })
  expect(watch.statuses).toMatchObject([{ valid: undefined }])
  expect(log).toEqual([expect.stringContaining('account_id has to be set')])
})

test('trouble of Cloudflare changes nothing, and is tried again sooner', async () => {
  await start({ tokenExpiresOn: '2027-01-31T00:00:00Z' })
  simulator.fault({ fault: 'status', status: 403, code: 10000 })
  await later(86_400)
  expect(watch.statuses).toEqual([{ credentials: 'default', valid: true, expiresOn: expiry }])
  simulator.clearFaults()
  await later(900)
  expect(verifications()).toBe(3)
})

test('requests that are refused make it invalid at once, and it is verified when they are let in again', async () => {
  await start({})
  watch.noticeRefusal('default', true)
  expect(watch.statuses).toMatchObject([{ valid: false }])
  watch.noticeRefusal('default', false)
  await vi.waitFor(() => expect(watch.statuses).toMatchObject([{ valid: true }]))
})

test('a reload that leaves a token as it was does not verify it, a changed secret does', async () => {
  await start({})
  watch.watch([{ name: 'default', accountId: undefined }])
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
  expect(verifications()).toBe(1)
  watch.verifyAgain()
  await vi.waitFor(() => expect(verifications()).toBe(2))
})

test('a token that left the configuration has no status any more', async () => {
  await start({})
  watch.watch([])
  expect(watch.statuses).toEqual([])
})
