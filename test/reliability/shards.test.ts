import { expect, test } from 'vitest'
import { shardOf } from '../../src/config/sharding.ts'
import type { Fault } from '../../src/simulator/faults/kinds.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { writeConfiguration } from '../support/configuration.ts'
import { fastClock } from '../support/fast-clock.ts'
import { patientLength } from '../support/machine.ts'
import { seededRandom } from '../support/random.ts'
import { type DaemonInProcess, startInProcess } from './support/daemon.ts'
import { farSchedule } from './support/far-schedule.ts'
import { mostWithin } from './support/pace.ts'
import { expiries, scrape } from './support/scrape.ts'

const seed = 20_261_124
const speed = 100
/** Both ends of a request are some way from the gate, longer on a busy machine; at this speed a quarter of a second is so many. */
const slack = 0.25 * speed
const total = 3
const zones = 120
/** A share of it, and its burst, are no whole numbers. */
const rate = 100

/** What is asked again costs as much as what is asked. */
const unsteady: Fault = { fault: 'status', status: 500, probability: 0.1 }

test('all shards together make no more requests in any five minutes than are allowed, whatever each does beside its zones', async () => {
  const clock = fastClock(speed)
  const fleet = await largeFleet({ zones, certificatesPerZone: 1, now: new Date() })
  const simulator = await startSimulator({
    fleet,
    clock: () => new Date(clock.monotonic() * 1000),
    rateLimit: { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 },
    random: seededRandom(seed),
  })
  simulator.fault(unsteady)
  const configuration = await writeConfiguration(simulator, [], {
    ...farSchedule,
    cloudflare: { base_url: simulator.baseUrl, timeout: patientLength(20), requests_per_5m: rate },
    certificates: undefined,
    discover_zones: true,
  })
  const shards = await Promise.all(
    Array.from({ length: total }, (_, index) =>
      startInProcess(configuration.path, clock, {
        seed: seed + index,
        env: { SHARD_INDEX: `exporter-${index}`, SHARD_TOTAL: String(total) },
      }),
    ),
  )
  try {
    await Promise.all(shards.map(({ log }) => log.saw('cycle_done')))
    // Everything at once again, the list of the zones first.
    clock.jump(60)
    await clock.sleep(400, new AbortController().signal)

    const { requests } = simulator
    const window = 300 - slack
    const most = mostWithin(requests, window)
    process.stdout.write(`${total} shards: at most ${most} requests in five minutes, ${requests.length} in all\n`)
    expect(most).toBeLessThanOrEqual(rate)
    // Or the bound would say nothing: each of them is as fast as it may be.
    expect(mostWithin(requests, 300 + slack)).toBeGreaterThan(0.8 * rate)
    for (let index = 0; index < total; index++) {
      const own = requests.filter(({ path }) => ownerOf(path) === index)
      expect(mostWithin(own, window)).toBeLessThanOrEqual(rate / total)
      expect(mostWithin(own, 300 + slack)).toBeGreaterThan((0.6 * rate) / total)
    }
    const beside = requests.filter(({ path }) => ownerOf(path) === undefined)
    expect(beside.filter(({ path }) => path.includes('/tokens/verify')).length).toBeGreaterThanOrEqual(total)
    expect(beside.filter(({ path }) => path.includes('/zones?')).length).toBeGreaterThanOrEqual(2 * 3 * total)
    await seeEverything(shards, zones)
  } finally {
    await Promise.all(shards.map((shard) => shard.stop()))
    await simulator.close()
    await configuration.remove()
  }
})

function ownerOf(path: string): number | undefined {
  const zoneId = /\/zones\/(\w+)/.exec(path)?.[1]
  return zoneId === undefined ? undefined : shardOf(zoneId, total)
}

async function seeEverything(shards: readonly DaemonInProcess[], count: number): Promise<void> {
  const known = await Promise.all(shards.map(async ({ url }) => [...expiries(await scrape(url)).keys()]))
  expect(new Set(known.flat()).size).toBeGreaterThan(0.9 * count)
  expect(new Set(known.flat()).size).toBe(known.flat().length)
}
