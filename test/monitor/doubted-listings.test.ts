import { afterEach, describe, expect, test } from 'vitest'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { monitorOf } from '../support/monitor.ts'
import { discoveryEntry, storeEntry } from '../support/zones.ts'

let simulator: Simulator
let monitor: ReturnType<typeof monitorOf>
afterEach(async () => {
  await monitor.close()
  await simulator.close()
})

/** So many certificates in each of so many zones, and what watches their stores. */
async function fleetOf(zones: number, certificatesPerZone: number): Promise<Fleet> {
  const fleet = await largeFleet({ zones, certificatesPerZone, now: new Date() })
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit })
  monitor = monitorOf(simulator, { stores: fleet.zones.map(({ id }) => storeEntry({ scopeId: id })) })
  return fleet
}

const idsOf = ({ certificates }: Fleet) => certificates.map(({ certificateId }) => certificateId).sort()
const watched = () => monitor.ids.toSorted()
const list = /\/hostnames\/certificates$/
/** What was asked for by its id. */
const byId = (paths: readonly string[]) => paths.filter((path) => /\/hostnames\/certificates\/./.test(path))
const failureOf = (zoneId = '') => monitor.zone(zoneId)?.stores.get('hostname')?.reading.failure

/** Another certificate in the same store. */
function another(certificate: SimulatedCertificate, certificateId: string): SimulatedCertificate {
  const { record } = certificate
  return { ...certificate, certificateId, ...(record && { record: { ...record, id: certificateId } }) }
}

describe('a list that lacks what was known', () => {
  test.each([
    ['partial_list', { fault: 'partial_list', drop: 2 }, 'shrunk', 2],
    ['foreign_list', { fault: 'foreign_list' }, 'foreign', 3],
  ] as const)('%s: each is asked for once, stays, and nothing else comes', async (_, fault, suspicion, missing) => {
    const fleet = await fleetOf(2, 3)
    const [one, other] = fleet.zones
    await monitor.run()
    simulator.fault({ ...fault, path: new RegExp(`${one?.id}.*${list.source}`) })
    const paths = await monitor.run()
    expect(watched()).toEqual(idsOf(fleet))
    expect(byId(paths)).toHaveLength(missing)
    expect(monitor.suspicions).toEqual([suspicion])
    expect([failureOf(one?.id)?.reason, failureOf(other?.id)]).toEqual(['bad_response', undefined])
    // Their own answers were good.
    expect(Object.values(monitor.certificates).filter(({ check }) => check.failure)).toEqual([])
    simulator.clearFaults()
    expect(byId(await monitor.run())).toEqual([])
    expect(failureOf(one?.id)).toBeUndefined()
  })

  test('stays in all zones at once, and where its own answer fails', async () => {
    const fleet = await fleetOf(3, 2)
    await monitor.run()
    simulator.fault({ fault: 'status', status: 403, path: /certificates\/./ })
    simulator.fault({ fault: 'partial_list', path: list })
    await monitor.run()
    expect(watched()).toEqual(idsOf(fleet))
    expect(monitor.suspicions).toEqual(['shrunk', 'shrunk', 'shrunk'])
  })

  test('is asked for again between two cycles', async () => {
    const fleet = await fleetOf(1, 2)
    await monitor.run()
    simulator.fault({ fault: 'omitted_ids', ids: idsOf(fleet)[0] ?? '', path: list })
    await monitor.run()
    expect(byId(await monitor.run('outstanding'))).toHaveLength(1)
    simulator.clearFaults()
    expect(byId(await monitor.run('outstanding'))).toEqual([])
    expect(await monitor.run('outstanding')).toEqual([])
    expect(watched()).toEqual(idsOf(fleet))
  })

  test('before anything was known it is watched as it comes, and what is missing is found with the next one', async () => {
    const fleet = await fleetOf(1, 3)
    simulator.fault({ fault: 'partial_list', path: list, times: 1 })
    await monitor.run()
    expect(monitor.ids).toHaveLength(2)
    await monitor.run()
    expect(watched()).toEqual(idsOf(fleet))
    expect(monitor.suspicions).toEqual([])
  })
})

describe('what is gone leaves in the same cycle', () => {
  test('the only certificate of a zone was replaced: the next cycle has the new one', async () => {
    const fleet = await fleetOf(1, 1)
    await monitor.run()
    const [old] = fleet.certificates
    if (!old) throw new Error('the fleet is empty')
    simulator.remove(old, 'vanish')
    simulator.upsert(another(old, 'e0000000-0000-4000-8000-000000000001'))
    await monitor.run()
    expect(monitor.ids).toEqual(['e0000000-0000-4000-8000-000000000001'])
    expect([monitor.suspicions, failureOf(old.zoneId)]).toEqual([[], undefined])
  })

  test('what the list of another zone brought goes once the right list is back', async () => {
    const fleet = await fleetOf(1, 3)
    simulator.fault({ fault: 'foreign_list', path: list, times: 1 })
    await monitor.run()
    expect(watched()).not.toEqual(idsOf(fleet))
    await monitor.run()
    expect(watched()).toEqual(idsOf(fleet))
    expect(monitor.suspicions).toEqual([])
  })

  test('one of two that are missing is gone: it leaves, and the other one stays', async () => {
    const fleet = await fleetOf(1, 3)
    await monitor.run()
    const [first, second, third] = idsOf(fleet)
    const gone = fleet.certificates.find(({ certificateId }) => certificateId === first)
    if (gone) simulator.remove(gone, 'vanish')
    simulator.fault({ fault: 'omitted_ids', ids: second ?? '', path: list })
    await monitor.run()
    expect(watched()).toEqual([second, third])
    expect(monitor.suspicions).toEqual(['shrunk'])
  })

  test('of 45 that were replaced 20 leave in a cycle, and the new one comes with the last', async () => {
    const fleet = await fleetOf(1, 45)
    await monitor.run()
    const { certificates } = fleet
    for (const each of certificates) simulator.remove(each, 'vanish')
    const [first] = certificates
    if (first) simulator.upsert(another(first, 'e0000000-0000-4000-8000-000000000001'))
    const seen: (readonly [asked: number, watched: number])[] = []
    for (let cycle = 0; cycle < 3; cycle += 1) {
      const asked = byId(await monitor.run()).length
      seen.push([asked, monitor.ids.length])
    }
    expect(seen).toEqual([
      [20, 25],
      [20, 5],
      [5, 1],
    ])
    expect(monitor.suspicions).toEqual(['foreign', 'foreign'])
  })

  test('of 45 that a list lacks for ever each is asked for in turn', async () => {
    const fleet = await fleetOf(1, 46)
    await monitor.run()
    simulator.fault({ fault: 'partial_list', drop: 45, path: list })
    const asked = new Set<string>()
    for (let cycle = 0; cycle < 3; cycle += 1) {
      monitor.later(1)
      for (const path of byId(await monitor.run())) asked.add(path)
    }
    expect(asked.size).toBe(45)
    expect(watched()).toEqual(idsOf(fleet))
  })
})

test('more than counted, all ids different: believed; no count: believed', async () => {
  const fleet = await fleetOf(1, 3)
  simulator.fault({ fault: 'low_total', path: list, times: 1 })
  await monitor.run()
  expect(watched()).toEqual(idsOf(fleet))
  simulator.fault({ fault: 'odd_total', becomes: 'null', path: list, times: 1 })
  await monitor.run()
  simulator.fault({ fault: 'odd_total', becomes: 'missing', path: list, times: 1 })
  await monitor.run()
  expect([monitor.suspicions, watched()]).toEqual([[], idsOf(fleet)])
})

test('a new certificate of a list that has fewer entries than it counts is watched', async () => {
  const fleet = await fleetOf(1, 3)
  const [first] = fleet.certificates
  await monitor.run()
  const added = 'e0000000-0000-4000-8000-000000000001'
  if (first) simulator.upsert(another(first, added))
  simulator.fault({ fault: 'omitted_ids', ids: idsOf(fleet)[0] ?? '', counted: 'yes', path: list })
  await monitor.run()
  expect(watched()).toEqual([...idsOf(fleet), added].toSorted())
  expect(monitor.suspicions).toEqual(['incomplete'])
})

test('a cycle in which nothing changed asks nothing more', async () => {
  const fleet = await sharedDemoFleet()
  simulator = await startSimulator({ fleet, clock: () => new Date() })
  monitor = monitorOf(simulator, { discoveries: [discoveryEntry()] })
  await monitor.run()
  const before = (await monitor.run()).toSorted()
  const paths = await monitor.run()
  expect(paths.filter((path) => !before.includes(path))).toEqual([])
  expect(paths.filter((path) => /^\/zones\/[^/]+$/.test(path))).toEqual([])
})
