import { describe, expect, test } from 'vitest'
import type { Admission } from '../../src/cloudflare/admission.ts'
import type { OpenCircuit } from '../../src/cloudflare/circuit.ts'
import type { ApiFailure } from '../../src/cloudflare/failure.ts'
import { Gate } from '../../src/cloudflare/gate.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'

const never = new AbortController().signal
const down: ApiFailure = { reason: 'server_error', status: 503, detail: 'HTTP 503' }
const refused: ApiFailure = { reason: 'auth', status: 403, code: 9109, detail: 'HTTP 403' }

interface GateSettings {
  readonly zonesWatched?: number
  readonly requestsPer5m?: number
  readonly verify?: () => Promise<void> | undefined
}

const lacking: ApiFailure = { reason: 'permission', status: 403, code: 10000, detail: 'HTTP 403' }

function newGate({ zonesWatched = 1, requestsPer5m = 1200, verify = () => undefined }: GateSettings = {}) {
  const throughout: boolean[] = []
  const clock = new FakeClock()
  const circuits: (OpenCircuit['cause'] | undefined)[] = []
  const watched = { zones: zonesWatched }
  const gate = new Gate({ requestsPer5m, zonesWatched: () => watched.zones }, clock, () => 1, {
    circuit: (open) => circuits.push(open?.cause),
    refusedThroughout: (isSo) => throughout.push(isSo),
    suspected: () => verify(),
  })
  return { clock, gate, circuits, throughout, watched }
}

const list = '/zones/{zone_id}/origin_tls_client_auth'

async function enter(gate: Gate, { secret = 'token', zone = 'a', endpoint = list, isVerification = false } = {}) {
  return gate.enter(secret, { zone, endpoint, isVerification }, never)
}

/** Sends one request that ends so. */
async function send(gate: Gate, failure: ApiFailure | undefined, where = {}): Promise<'sent' | 'held back'> {
  const admission = await enter(gate, where)
  if (!admission.ok) return 'held back'
  admission.answered(failure, undefined)
  return 'sent'
}

async function sendMany(gate: Gate, number: number, failure: ApiFailure | undefined, where = {}): Promise<void> {
  for (let i = 0; i < number; i++) await send(gate, failure, where)
}

describe('an outage', () => {
  test('holds everything back after five failures running, with the failure and unsent', async () => {
    const { gate, circuits } = newGate()
    await sendMany(gate, 4, down)
    expect(circuits).toEqual([])
    expect(await send(gate, down)).toBe('sent')
    expect(circuits).toEqual(['outage'])
    expect(await enter(gate)).toMatchObject({ ok: false, failure: { reason: 'server_error', unsent: true } })
    expect(gate.heldBack).toMatchObject({ cause: 'outage', failure: down, seconds: gate.nextProbe })
    expect(gate.nextProbe).toBeGreaterThan(0)
  })

  test('four failures and a success are none', async () => {
    const { gate, circuits } = newGate()
    for (let i = 0; i < 4; i++) {
      await sendMany(gate, 4, down)
      await send(gate, undefined)
    }
    expect(circuits).toEqual([])
  })

  test('one zone that cannot be answered for is none, as long as there are others', async () => {
    const { gate, circuits } = newGate({ zonesWatched: 10 })
    await sendMany(gate, 15, down, { zone: 'broken' })
    expect(circuits).toEqual([])
    await send(gate, down, { zone: 'b' })
    await send(gate, down, { zone: 'c' })
    expect(circuits).toEqual(['outage'])
  })

  test('is probed less and less often, at most two minutes apart, by one request each', async () => {
    const { gate, clock } = newGate()
    await sendMany(gate, 5, down)
    const probes: number[] = []
    for (let second = 0; second < 900; second++) {
      await clock.advance(1)
      const sent = await Promise.all(Array.from({ length: 3 }, () => send(gate, down)))
      if (sent.includes('sent')) probes.push(second + 1)
      expect(sent.filter((each) => each === 'sent').length).toBeLessThanOrEqual(1)
    }
    expect(probes.slice(0, 6)).toEqual([5, 15, 35, 75, 155, 275])
    expect(Math.max(...probes.slice(1).map((at, i) => at - (probes[i] ?? 0)))).toBe(120)
  })

  test('others wait for the probe, and go when it succeeds', async () => {
    const { gate, clock, circuits } = newGate()
    await sendMany(gate, 5, down)
    await clock.advance(5)
    const probe = await enter(gate)
    const others = [enter(gate), enter(gate)]
    await settle()
    if (!probe.ok) throw new Error('the probe was held back')
    probe.answered(undefined, undefined)
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual([true, true])
    expect(circuits).toEqual(['outage', undefined])
  })

  test('when the probe fails the others are held back', async () => {
    const { gate, clock } = newGate()
    await sendMany(gate, 5, down)
    await clock.advance(5)
    const probe = await enter(gate)
    const others = [enter(gate), enter(gate)]
    if (probe.ok) probe.answered(down, undefined)
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual([false, false])
  })

  test('a probe that was given up lets the next one try', async () => {
    const { gate, clock } = newGate()
    await sendMany(gate, 5, down)
    await clock.advance(5)
    const probe = await enter(gate)
    const other = enter(gate)
    if (probe.ok) probe.abandoned()
    expect((await other).ok).toBe(true)
  })
})

describe('a refused credential', () => {
  test('is tried ever more rarely', async () => {
    const { gate, clock, circuits } = newGate()
    await sendMany(gate, 3, refused)
    expect(circuits).toEqual(['refused'])
    const tries: number[] = []
    for (let minute = 1; minute <= 300; minute++) {
      await clock.advance(60)
      if ((await send(gate, refused)) === 'sent') tries.push(minute)
    }
    expect(tries).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243])
    expect(gate.nextProbe).toBeUndefined()
  })

  test('is tried at once when another secret comes', async () => {
    const { gate, circuits } = newGate()
    await sendMany(gate, 3, refused)
    expect(await send(gate, refused)).toBe('held back')
    expect(await send(gate, undefined, { secret: 'the new one' })).toBe('sent')
    expect(circuits).toEqual(['refused', undefined])
  })

  test('is suspected at once where another secret comes just after the one before was proved good', async () => {
    const { gate, circuits } = newGate()
    await send(gate, undefined)
    await sendMany(gate, 3, refused, { secret: 'the new one' })
    expect(circuits).toEqual(['refused'])
  })

  test('counts as refused once nothing succeeds over three zones in two rounds, and no longer once something does', async () => {
    const { gate, clock, throughout } = newGate({ zonesWatched: 10 })
    for (const zone of ['a', 'b', 'c']) await send(gate, refused, { zone })
    expect(gate.isRefused).toBeUndefined()
    for (const [zone, minutes] of [
      ['a', 1],
      ['d', 2],
      ['e', 4],
    ] as const) {
      expect(throughout).toEqual([])
      await clock.advance(minutes * 60)
      await send(gate, refused, { zone })
    }
    expect([throughout, gate.isRefused]).toEqual([[true], true])
    await clock.advance(8 * 60)
    await send(gate, undefined, { zone: 'f' })
    expect([throughout, gate.isRefused]).toEqual([[true, false], false])
  })

  test('is tried in one zone after the other, so that the first zone of each cycle does not decide alone', async () => {
    const { gate, clock, throughout } = newGate({ zonesWatched: 3 })
    const tried: string[] = []
    for (const failure of [refused, refused, refused, refused, lacking, refused, refused]) {
      // Each zone asks for two of its hostnames, at one endpoint.
      for (const zone of ['a', 'a', 'b', 'b', 'c', 'c'])
        if ((await send(gate, failure, { zone })) === 'sent') tried.push(zone)
      await clock.advance(7200)
    }
    expect(tried.join('')).toBe('aabbcabcabc')
    expect(throughout).toEqual([true])
  })

  test('is tried in the same zone again if no other is asked', async () => {
    const { gate, clock } = newGate({ zonesWatched: 10 })
    await sendMany(gate, 3, refused, { zone: 'a' })
    for (const zone of ['b', 'c']) await send(gate, refused, { zone })
    const tries: string[] = []
    for (let cycle = 0; cycle < 4; cycle++) {
      await clock.advance(7200)
      tries.push(await send(gate, refused, { zone: 'a' }))
    }
    expect(tries).toEqual(['sent', 'held back', 'sent', 'sent'])
  })

  test('of one zone alone counts as refused after two rounds in that one', async () => {
    const { gate, clock, throughout } = newGate({ zonesWatched: 1 })
    await sendMany(gate, 3, refused)
    expect(throughout).toEqual([])
    await clock.advance(60)
    await send(gate, refused)
    expect(throughout).toEqual([true])
  })

  test.each([
    ['more', 2, 3],
    ['fewer', 3, 1],
  ])('stays refused when %s zones are watched', async (_, before, after) => {
    const { gate, clock, circuits, throughout, watched } = newGate({ zonesWatched: before })
    const zones = ['a', 'b', 'c'].slice(0, before)
    for (const zone of [...zones, 'a']) await send(gate, refused, { zone })
    for (const zone of zones) {
      await clock.advance(7200)
      await send(gate, refused, { zone })
    }
    watched.zones = after
    await clock.advance(7200)
    expect(await send(gate, refused, { zone: 'd' })).toBe('sent')
    expect([circuits, throughout, gate.isRefused]).toEqual([['refused'], [true], true])
  })

  test('what was under way when it was suspected is no second round', async () => {
    const { gate, throughout } = newGate({ zonesWatched: 10 })
    const underWay = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((zone) => enter(gate, { zone })))
    for (const each of underWay) if (each.ok) each.answered(refused, undefined)
    expect(throughout).toEqual([])
  })

  test('an answer that says nothing of it, a permission that lacks say, neither ends the doubt nor hurries the next try', async () => {
    const { gate, clock, circuits } = newGate()
    await sendMany(gate, 3, refused)
    await clock.advance(60)
    expect(await send(gate, lacking)).toBe('sent')
    expect(await send(gate, lacking)).toBe('held back')
    await clock.advance(119)
    expect(await send(gate, lacking)).toBe('held back')
    expect(circuits).toEqual(['refused'])
  })

  test('lets one in that is told of no such certificate', async () => {
    const { gate, clock, circuits } = newGate()
    await sendMany(gate, 3, refused)
    await clock.advance(60)
    await send(gate, { reason: 'not_found', status: 404, code: 1551, detail: 'HTTP 404' })
    expect(circuits).toEqual(['refused', undefined])
  })
})

describe('a refusal of some things only', () => {
  test.each([1, 2])('in %i of ten zones holds no other one back, however often it refuses', async (refusing) => {
    const { gate, clock, circuits } = newGate({ zonesWatched: 10 })
    for (let hour = 0; hour < 48; hour++) {
      await clock.advance(3600)
      for (let zone = 0; zone < refusing; zone++) await sendMany(gate, 5, refused, { zone: `bad ${zone}` })
      expect(await send(gate, lacking, { zone: 'good' })).toBe('sent')
    }
    expect([circuits, gate.isRefused]).toEqual([[], undefined])
  })

  test('in half of many zones holds no other one back once something has succeeded', async () => {
    const { gate, clock, circuits } = newGate({ zonesWatched: 100 })
    for (let hour = 0; hour < 12; hour++) {
      for (let zone = 0; zone < 50; zone++) {
        expect(await send(gate, undefined, { zone: `good ${zone}` })).toBe('sent')
        await send(gate, refused, { zone: `bad ${zone}` })
        await clock.advance(0.6)
      }
      await clock.advance(1800)
      // What failed is asked again by itself.
      for (let zone = 0; zone < 50; zone++) {
        await send(gate, refused, { zone: `bad ${zone}` })
        await clock.advance(0.3)
      }
      await clock.advance(1800)
    }
    expect([circuits, gate.isRefused]).toEqual([[], false])
  })

  test('of one endpoint in every zone holds no other endpoint back', async () => {
    const { gate, clock, circuits } = newGate({ zonesWatched: 10 })
    for (let hour = 0; hour < 48; hour++) {
      for (let zone = 0; zone < 10; zone++) {
        expect(await send(gate, undefined, { zone: `${zone}` })).toBe('sent')
        await send(gate, refused, { zone: `${zone}`, endpoint: `${list}/settings` })
      }
      await clock.advance(3600)
    }
    expect([circuits, gate.isRefused]).toEqual([[], false])
  })

  test('is asked about ever more rarely itself, until it succeeds', async () => {
    const { gate, clock } = newGate({ zonesWatched: 10 })
    const tries: number[] = []
    for (let minute = 1; minute <= 300; minute++) {
      await clock.advance(60)
      await send(gate, undefined, { zone: 'good' })
      if ((await send(gate, refused, { zone: 'bad' })) === 'sent') tries.push(minute)
    }
    expect(tries).toEqual([1, 2, 3, 4, 6, 10, 18, 34, 66, 126, 186, 246])
    await clock.advance(3600)
    await send(gate, undefined, { zone: 'bad' })
    expect(await send(gate, refused, { zone: 'bad' })).toBe('sent')
    expect(await send(gate, refused, { zone: 'bad' })).toBe('sent')
  })

  test('counts for the credential again once something has refused that was good', async () => {
    const { gate, clock, circuits } = newGate({ zonesWatched: 10 })
    for (const zone of ['a', 'b', 'c', 'd']) await send(gate, undefined, { zone })
    await clock.advance(11)
    for (const zone of ['a', 'b', 'c']) await send(gate, refused, { zone })
    expect(circuits).toEqual(['refused'])
  })
})

describe('while a suspicion is verified', () => {
  async function suspected(zonesWatched = 8) {
    const verification = Promise.withResolvers<void>()
    const made = newGate({ zonesWatched, verify: () => verification.promise })
    for (const zone of ['a', 'b', 'c']) await send(made.gate, refused, { zone })
    return { ...made, ...verification }
  }

  test('everybody else waits, and goes at once where it says that the credential is good', async () => {
    const { gate, resolve, circuits } = await suspected()
    const others = ['d', 'e'].map((zone) => enter(gate, { zone }))
    const verification = await enter(gate, { zone: 'verify', endpoint: '/user/tokens/verify', isVerification: true })
    expect(verification.ok).toBe(true)
    gate.verified()
    resolve()
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual([true, true])
    expect(circuits).toEqual(['refused', undefined])
    // And what refused is known to.
    for (const zone of ['a', 'b', 'c', 'a', 'b', 'c']) await send(gate, refused, { zone })
    expect(circuits).toEqual(['refused', undefined])
  })

  test('everybody else is held back where it does not', async () => {
    const { gate, resolve } = await suspected()
    const others = ['d', 'e'].map((zone) => enter(gate, { zone }))
    resolve()
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual([false, false])
  })

  test('that it is refused is no refusal in a zone, and its success no success', async () => {
    const { gate, resolve, circuits } = await suspected()
    for (const failure of [refused, undefined])
      await send(gate, failure, { zone: 'verify', endpoint: '/user/tokens/verify', isVerification: true })
    resolve()
    expect(circuits).toEqual(['refused'])
    expect(gate.isRefused).toBeUndefined()
  })

  test('nobody waits for ever when Cloudflare goes down meanwhile', async () => {
    const { gate, resolve, circuits } = await suspected(1)
    const underWay = await enter(gate, { zone: 'verify', endpoint: '/user/tokens/verify', isVerification: true })
    if (underWay.ok) underWay.answered(down, undefined)
    expect(circuits).toEqual(['refused', 'outage'])
    const again = await enter(gate, { zone: 'verify', endpoint: '/user/tokens/verify', isVerification: true })
    expect(again.ok).toBe(false)
    resolve()
    expect((await enter(gate, { zone: 'd' })).ok).toBe(false)
  })
})

describe('a limit of Cloudflare', () => {
  const limited = (retryAfter?: string): ApiFailure => ({
    reason: 'rate_limited',
    status: 429,
    detail: 'HTTP 429',
    ...(retryAfter && { retryAfter }),
  })

  test('a short Retry-After holds for the whole credential', async () => {
    const { gate, clock } = newGate()
    await send(gate, limited('20'))
    const order: number[] = []
    for (let i = 0; i < 3; i++) void enter(gate).then(() => order.push(clock.monotonic()))
    const start = clock.monotonic()
    await clock.advance(60)
    expect(order.map((at) => at - start)).toEqual([20, 20, 20])
  })

  test.each([
    ['300', 300],
    ['86400', 300],
    ['Mon, 23 Nov 2026 12:02:00 GMT', 120],
  ])('Retry-After: %s holds everything back for %i s', async (retryAfter, seconds) => {
    const { gate, clock } = newGate()
    await send(gate, limited(retryAfter))
    expect(await send(gate, undefined)).toBe('held back')
    await clock.advance(seconds - 1)
    expect(await send(gate, undefined)).toBe('held back')
    await clock.advance(1)
    expect(await send(gate, undefined)).toBe('sent')
  })

  test('when little is left, what remains of the window is spread', async () => {
    const { gate, clock } = newGate()
    const admission = await enter(gate)
    if (admission.ok) admission.answered(undefined, { remaining: 4, reset: 50 })
    const start = clock.monotonic()
    const passed: number[] = []
    for (let i = 0; i < 5; i++) void enter(gate).then(() => passed.push(clock.monotonic() - start))
    await clock.advance(100)
    expect(passed).toEqual([0, 10, 20, 30, 40])
  })

  test('a window of a day slows for five minutes, and no longer', async () => {
    const { gate, clock } = newGate()
    const admission = await enter(gate)
    if (admission.ok) admission.answered(undefined, { remaining: 0, reset: 86_400 })
    const start = clock.monotonic()
    const passed: number[] = []
    for (let i = 0; i < 4; i++) void enter(gate).then(() => passed.push(clock.monotonic() - start))
    await clock.advance(299)
    expect(passed).toEqual([0])
    await clock.advance(1)
    expect(passed).toEqual([0, 300, 300, 300])
  })

  test('the latest header counts, for those who wait as well', async () => {
    const { gate, clock } = newGate()
    const [slow, plenty] = [await enter(gate), await enter(gate)]
    if (slow.ok) slow.answered(undefined, { remaining: 0, reset: 86_400 })
    const start = clock.monotonic()
    const passed: number[] = []
    for (let i = 0; i < 3; i++) void enter(gate).then(() => passed.push(clock.monotonic() - start))
    await clock.advance(10)
    if (plenty.ok) plenty.answered(undefined, { remaining: 1_100, reset: 120 })
    await clock.advance(1)
    expect(passed).toEqual([0, 10, 10])
  })

  test('when there is plenty nothing changes', async () => {
    const { gate, clock } = newGate()
    const admission = await enter(gate)
    if (admission.ok) admission.answered(undefined, { remaining: 50, reset: 30 })
    const start = clock.monotonic()
    await Promise.all(Array.from({ length: 10 }, () => enter(gate)))
    expect(clock.monotonic()).toBe(start)
  })
})

test('another rate counts from what was used', async () => {
  const { gate, clock } = newGate({ requestsPer5m: 600 })
  await sendMany(gate, 20, undefined)
  for (let second = 0; second < 30; second++) gate.configure({ requestsPer5m: 600, zonesWatched: () => 1 })
  let entered: Admission | undefined
  void enter(gate).then((admission) => {
    entered = admission.ok ? admission : undefined
  })
  await clock.advance(0.4)
  expect(entered).toBeUndefined()
  await clock.advance(0.2)
  expect(entered).toBeDefined()
})
