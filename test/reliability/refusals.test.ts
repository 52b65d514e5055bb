import { writeFile } from 'node:fs/promises'
import { describe, expect, test, vi } from 'vitest'
import type { RefusalName } from '../../src/simulator/faults/refusals.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { type FastClock, fastClock } from '../support/fast-clock.ts'
import { longSecondsOf, seedFrom } from '../support/long.ts'
import { patientLength } from '../support/machine.ts'
import { drawn } from '../support/random.ts'
import { type DaemonInProcess, startInProcess } from './support/daemon.ts'
import { farSchedule } from './support/far-schedule.ts'
import { mostWithin } from './support/pace.ts'
import { type Scrape, scrape, successes } from './support/scrape.ts'

const speed = 3000
const hour = 3600
const rate = 600
const hours = Array.from({ length: longSecondsOf('refusals') ? 5 : 1 }, (_, index) => index + 1)

/** In two hours the pauses grow to an hour. */
const hoursOfRefusal = longSecondsOf('refusals') ? 4 : 2

type Kind = 'token' | 'key'

/** Eight zones, watched by the real daemon for hours of a fast clock. */
async function watchEightZones(kind: Kind, seed: number) {
  const clock = fastClock(speed)
  const fleet = await largeFleet({ zones: 8, certificatesPerZone: 2, now: new Date() })
  const simulator = await startSimulator({
    fleet,
    clock: () => new Date(clock.monotonic() * 1000),
    rateLimit: { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 },
  })
  const { email, key } = simulator.credentials
  const configuration = await writeConfiguration(simulator, [], {
    ...farSchedule,
    cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(10), requests_per_5m: rate },
    credentials: { default: kind === 'token' ? { api_token_file: 'token' } : { email, api_key_file: 'token' } },
    zones: fleet.zones.map(({ id }) => ({ zone_id: id })),
  })
  if (kind === 'key') await writeFile(configuration.tokenPath, key)
  const refusing = [0, 3, 6].flatMap((index) => fleet.zones[index]?.id ?? [])
  return {
    simulator,
    clock,
    refusing,
    start: () => startInProcess(configuration.path, clock, { seed }),
    wait: (seconds: number) => clock.sleep(seconds, new AbortController().signal),
    async close() {
      await simulator.close()
      await configuration.remove()
    },
  }
}

const metric = {
  token: 'cloudflare_cert_exporter_token_valid',
  key: 'cloudflare_cert_exporter_credential_refused',
} as const satisfies Record<Kind, string>

/** Has everything asked for; resolves with when that began. */
async function fullCycle({ log }: DaemonInProcess, clock: FastClock): Promise<number> {
  const done = log.next('cycle_done', ({ scope }) => scope === 'all')
  clock.jump(60)
  const beganAt = clock.now()
  await done
  return beganAt
}

/** When each certificate in a zone that is let in was last read. */
function lastReadings({ samples }: Scrape, refusing: readonly string[]): number[] {
  return samples('cloudflare_cert_last_success_timestamp_seconds')
    .filter(({ labels }) => !refusing.includes(labels['zone_id'] ?? ''))
    .map(({ value }) => value)
}

const answers = [
  'this_resource',
  'authentication_error',
  'authentication_error_400',
  'unauthorized',
  'invalid_token',
] as const satisfies readonly RefusalName[]

/** A key cannot be verified: what proves it good is the other zones alone. */
const allCases = [
  ...answers.map((as, seed) => [as, 'token', seed] as const),
  ...answers.slice(-2).map((as, seed) => [as, 'key', seed + 100] as const),
]

const seedOfCases = seedFrom('REFUSALS_SEED')
const cases = longSecondsOf('refusals') ? allCases : drawn(allCases, 2, seedOfCases)

describe.concurrent(`REFUSALS_SEED=${seedOfCases}: zones 1, 4 and 7 of eight refuse for ${hours.length} hours`, () => {
  test.each(cases)('with %s, a %s: the others do not notice', async (as, kind, seed) => {
    const world = await watchEightZones(kind, seed)
    const { simulator, clock, refusing, wait } = world
    for (const path of refusing) simulator.fault({ fault: 'refusal', as, path })
    const daemon = await world.start()
    let cycleBeganAt = clock.now() - hour
    try {
      await daemon.log.saw('cycle_done')
      for (const hourPart of hours.flatMap(() => [1, 2, 3, 4])) {
        await wait(hour / 4)
        const seen = await scrape(daemon.url)
        const read = lastReadings(seen, refusing)
        expect(read).toHaveLength(10)
        expect(Math.min(...read)).toBeGreaterThanOrEqual(cycleBeganAt)
        expect(seen.value(metric[kind])).toBe(kind === 'token' ? 1 : 0)
        if (hourPart === 4) cycleBeganAt = await fullCycle(daemon, clock)
      }
      const after = await scrape(daemon.url)
      expect(successes(after).size).toBe(10)
      expect([...successes(after).values()].every((value) => value === 1)).toBe(true)
      expect(mostWithin(simulator.requests, 300)).toBeLessThanOrEqual(rate)
      // What refuses is asked at most as often as anything that fails, and what is let in once a cycle.
      const [good, bad] = [false, true].map(
        (is) => simulator.requests.filter(({ path }) => refusing.some((zone) => path.includes(zone)) === is).length,
      )
      expect(good).toBeLessThanOrEqual((hours.length + 2) * 5 * 4)
      expect(bad).toBeLessThanOrEqual((hours.length + 30) * 3 * 3)
      expect((await (await fetch(daemon.url)).text()).match(/refuses? a credential/)).toBeNull()
    } finally {
      await daemon.stop()
      await world.close()
    }
  })
})

describe.concurrent('every zone refuses, after an hour of good answers', () => {
  test.each(['token', 'key'] as const)(
    'a %s is said to be refused, little is asked, and it comes back',
    async (kind) => {
      const world = await watchEightZones(kind, 7)
      const { simulator, clock, wait } = world
      const daemon = await world.start()
      const isRefused = async () => {
        const seen = await scrape(daemon.url)
        return seen.value(metric[kind]) === (kind === 'token' ? 0 : 1)
      }
      try {
        await daemon.log.saw('cycle_done')
        await wait(hour)
        expect(await isRefused()).toBe(false)
        const before = simulator.requests.length
        const fault =
          kind === 'token'
            ? simulator.fault({ fault: 'status', status: 401, code: 1000, message: 'Invalid API Token' })
            : simulator.fault({
                fault: 'status',
                status: 403,
                code: 9103,
                message: 'Unknown X-Auth-Key or X-Auth-Email',
              })
        const told = daemon.log.next(kind === 'token' ? 'token_verified' : 'credential_refused')
        clock.jump(60)
        expect((await told)['level']).toBe('error')
        expect(await isRefused()).toBe(true)
        expect(await (await fetch(daemon.url)).text()).toContain('Cloudflare refuses a credential')
        await wait(hoursOfRefusal * hour)
        // The burst that was under way, then ever more rarely: a minute, two, four, and so on up to an hour.
        expect(simulator.requests.length - before).toBeLessThan(40)
        const known = await scrape(daemon.url)
        expect(known.samples('cloudflare_cert_expiry_timestamp_seconds')).toHaveLength(16)
        fault.lift()
        await daemon.log.next('cycle_done', ({ failed }) => failed === 0)
        await vi.waitFor(async () => expect(await isRefused()).toBe(false))
      } finally {
        await daemon.stop()
        await world.close()
      }
    },
  )
})
