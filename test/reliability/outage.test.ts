import { afterEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { longSecondsOf } from '../support/long.ts'
import { patientLength } from '../support/machine.ts'
import { gaps, mostWithin } from './support/pace.ts'
import { expiries, scrape, successes } from './support/scrape.ts'
import { type Setting, type Stage, setStage } from './support/stage.ts'

const seed = 20_261_123
let stage: Stage | undefined

afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function set(setting: Omit<Setting, 'seed'>): Promise<Stage> {
  stage = await setStage({ ...setting, seed })
  return stage
}

/** The burst and what comes in while the rest goes: so long a full cycle of so many takes at the allowed rate. */
const secondsFor = (count: number, rate: number) => (count - 20) / ((rate - 20) / 300)
/** Both ends of a request are some way from the gate, longer on a busy machine; at this speed a quarter of a second is so many. */
const slack = (speed: number) => 0.25 * speed

function allSucceed(values: Iterable<number>): boolean {
  return [...values].every((value) => value === 1)
}

/**
 * Long enough for probes two minutes apart, and for more than the five minutes of the rate. `otherMinutes` are those for which one
 * credential waits for the other; `reloadEvery` is in seconds.
 */
const long = {
  outageMinutes: 60,
  outageZones: 400,
  rate: 600,
  stormMinutes: 12,
  stormZones: 300,
  reloadEvery: 1,
  otherMinutes: 20,
}
/** So few zones that the configuration is judged at once: each reload of a long one starts a thread, which costs more than all else. */
const sample = {
  outageMinutes: 10,
  outageZones: 48,
  rate: 160,
  stormMinutes: 6,
  stormZones: 48,
  reloadEvery: 10,
  otherMinutes: 10,
}
const { outageMinutes, outageZones, rate, stormMinutes, stormZones, reloadEvery, otherMinutes } = longSecondsOf(
  'outage',
)
  ? long
  : sample

describe(`an outage of ${outageMinutes} minutes over ${outageZones} certificates, each in a zone of its own`, () => {
  const speed = 100

  test('takes few requests, at most two minutes apart, and recovery is spread over the allowed rate', async () => {
    const { simulator, clock, daemon, certificates, requests, wait } = await set({
      speed,
      zones: outageZones,
      requestsPer5m: rate,
    })
    await daemon.log.saw('cycle_done')
    const known = expiries(await scrape(daemon.url))
    expect(known.size).toBe(certificates.length)

    const outage = simulator.fault({ fault: 'status', status: 503 })
    const from = clock.monotonic()
    clock.jump(60)
    await wait(outageMinutes * 60)
    outage.lift()
    const until = clock.monotonic()
    const asked = requests().filter(({ at }) => at.getTime() / 1000 > from)
    process.stdout.write(
      `outage: ${asked.length} requests in ${outageMinutes} minutes for ${certificates.length} certificates\n`,
    )
    // It takes failures in three zones to tell an outage; then it is probed after 5 s, 10 s and so on up to 120 s.
    expect(asked.length).toBeLessThan(80 + outageMinutes)
    expect(Math.max(...gaps(requests(), from, until))).toBeLessThan(120 + slack(speed))
    const during = await scrape(daemon.url)
    expect(expiries(during)).toEqual(known)
    expect([...successes(during).values()].some((value) => value === 1)).toBe(false)

    await daemon.log.saw('requests_resumed')
    expect(clock.monotonic() - until).toBeLessThan(120 + slack(speed))
    await daemon.log.next('cycle_done', ({ failed }) => failed === 0)
    expect(clock.monotonic() - until).toBeLessThan(120 + 2 * secondsFor(certificates.length, rate) + slack(speed) * 3)
    expect(clock.monotonic() - until).toBeGreaterThan(secondsFor(certificates.length, rate) - slack(speed) * 3)
    expect(allSucceed(successes(await scrape(daemon.url)).values())).toBe(true)
    expect(mostWithin(requests(), 300 - slack(speed))).toBeLessThanOrEqual(rate)
  })
})

describe(`a storm: every request may fail, each in another way, under a reload every ${reloadEvery} s`, () => {
  const speed = 40
  const storm: readonly Fault[] = [
    { fault: 'status', status: 500, probability: 0.15 },
    { fault: 'status', status: 429, code: 971, retryAfter: '7', probability: 0.1 },
    { fault: 'status', status: 403, code: 9109, message: 'Invalid access token', probability: 0.1 },
    { fault: 'status', status: 403, code: 10000, probability: 0.1 },
    { fault: 'stall_headers', probability: 0.05 },
    { fault: 'html', probability: 0.1 },
    { fault: 'cut_off', probability: 0.1 },
  ]

  test('never more than the configured rate in any five minutes, and nothing known is lost', async () => {
    const { simulator, clock, daemon, certificates, requests, wait } = await set({
      speed,
      zones: stormZones,
      requestsPer5m: rate,
      timeout: patientLength(0.5),
      faults: () => storm,
    })
    const end = clock.monotonic() + stormMinutes * 60
    let known: ReadonlySet<string> = new Set()
    for (let second = reloadEvery; clock.monotonic() < end; second += reloadEvery) {
      daemon.reload()
      await wait(reloadEvery)
      if (second % 60 === 0) clock.jump(60)
      const now = new Set(expiries(await scrape(daemon.url)).keys())
      expect([...known].filter((id) => !now.has(id))).toEqual([])
      known = now
    }
    const most = mostWithin(requests(), 300 - slack(speed))
    process.stdout.write(`storm: at most ${most} requests in five minutes, ${known.size} certificates known\n`)
    expect(most).toBeLessThanOrEqual(rate)
    expect(known.size).toBeGreaterThan(stormZones / 3)
    simulator.clearFaults()
    const well = daemon.log.next('cycle_done', ({ failed }) => failed === 0)
    clock.jump(60)
    await well
    const after = await scrape(daemon.url)
    expect(allSucceed(successes(after).values())).toBe(true)
    expect(expiries(after).size).toBe(certificates.length)
  })
})

describe('two credentials do not hold each other up', () => {
  const speed = 200
  /** 120 certificates of the first credential take half an hour at this pace. */
  const slow = { speed, zones: 123, otherZones: 3, requestsPer5m: 20 }

  test('the end of an outage of one is noticed within two minutes, though the other one asks for half an hour', async () => {
    const { simulator, clock, daemon, requests, wait } = await set({
      ...slow,
      faults: (zones) => zones.slice(-3).map((path) => ({ fault: 'status', status: 503, path })),
    })
    await daemon.log.saw('requests_held_back')
    await wait(otherMinutes * 60)
    const others = requests('other')
    expect(Math.max(...gaps(others, others[0]?.at.getTime() ?? 0, clock.monotonic()))).toBeLessThan(120 + slack(speed))
    const until = clock.monotonic()
    simulator.clearFaults()
    await daemon.log.saw('requests_resumed')
    expect(clock.monotonic() - until).toBeLessThan(120 + slack(speed))
    expect(daemon.log.lines.filter(({ event }) => event === 'cycle_done')).toEqual([])
  })

  test('a refused one takes nothing from the other', async () => {
    const { daemon, requests, wait } = await set({ ...slow, otherToken: 'x'.repeat(40) })
    await daemon.log.saw('requests_held_back')
    const before = requests('default').length
    await wait(600)
    // 20 in five minutes, two of them at once at the start.
    expect(requests('default').length - before).toBeGreaterThan(15)
    expect(requests('other').length).toBeLessThan(30)
  })
})
