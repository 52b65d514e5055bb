import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet, largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { api, exampleCom, foreign, legacy, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { entry } from '../support/certificates.ts'
import { monitorOf } from '../support/monitor.ts'
import { discoveryEntry, storeEntry } from '../support/zones.ts'

let fleet: Fleet
let simulator: Simulator
let monitor: ReturnType<typeof monitorOf> | undefined
beforeEach(async () => {
  fleet = await demoFleet({ now: new Date() })
})
afterEach(async () => {
  await monitor?.close()
  await simulator.close()
})

async function discover(
  entryOf: Parameters<typeof discoveryEntry>[0] = {},
  options: Partial<SimulatorOptions> = {},
  more: Parameters<typeof monitorOf>[1] = {},
) {
  const rateLimit = { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 }
  simulator = await startSimulator({ fleet, clock: () => new Date(), rateLimit, ...options })
  monitor = monitorOf(simulator, { discoveries: [discoveryEntry(entryOf)], ...more })
  return monitor
}

/** All that is listed in zones that the credential sees. */
function listed(choose: (zone: string) => boolean = () => true): string[] {
  return fleet.certificates
    .filter(({ zone, record, listed }) => choose(zone) && record && record.status !== 'deleted' && listed !== false)
    .map(({ certificateId }) => certificateId)
    .sort()
}

const zones = (each: { inventory: { snapshot: { zones: ReadonlyMap<string, unknown> } } }) =>
  [...each.inventory.snapshot.zones.keys()].sort()

test('finds the whole fleet, with the names of its zones', async () => {
  const { run, inventory } = await discover()
  await run()
  expect(zones({ inventory })).toEqual(fleet.zones.map(({ id }) => id).sort())
  expect(monitor?.ids.toSorted()).toEqual(listed())
  expect(monitor?.certificates['fine-rsa']?.entry).toMatchObject({ zone: 'example.com', kind: 'hostname' })
  expect(monitor?.certificates['whole-zone.origin.example']?.entry).toMatchObject({ kind: 'zone' })
})

test('asks for every page of 120 zones, and for no more', async () => {
  fleet = await largeFleet({ zones: 120, certificatesPerZone: 1, now: new Date() })
  const each = await discover({ kinds: ['hostname'] })
  const paths = await each.run()
  expect(paths.filter((path) => path.startsWith('/zones?'))).toHaveLength(3)
  expect(zones(each)).toHaveLength(120)
  expect(each.ids).toHaveLength(120)
})

test.each([
  [{ include: ['*.example'] }, [shop.id, api.id, legacy.id, '1e240000000000000000000000000000']],
  [{ include: ['EXAMPLE.com', legacy.id] }, [exampleCom.id, legacy.id]],
  [{ exclude: ['*.example'] }, [exampleCom.id]],
])('%j', async (filter, expected) => {
  const each = await discover(filter)
  await each.run()
  expect(zones(each)).toEqual(expected.toSorted())
})

test('a zone that a good listing no longer has is watched no more; a new one is', async () => {
  const each = await discover()
  await each.run()
  simulator.removeZone(shop.id)
  simulator.addZone(foreign)
  await each.run()
  expect(zones(each)).not.toContain(shop.id)
  expect(zones(each)).toContain(foreign.id)
})

describe('a listing that fails, or is not believed, takes nothing away', () => {
  test.each([
    [{ fault: 'empty_list' }, 'empty'],
    [{ fault: 'null_result' }, 'incomplete'],
    [{ fault: 'short_list' }, 'incomplete'],
    [{ fault: 'field', name: 'name', becomes: 'null' }, 'unreadable'],
    [{ fault: 'status', status: 500 }, undefined],
    [{ fault: 'html' }, undefined],
  ] as const)('%j', async (fault, suspicion) => {
    const each = await discover()
    await each.run()
    const before = zones(each)
    simulator.fault({ ...fault, path: '/zones?' })
    await each.run()
    expect(zones(each)).toEqual(before)
    expect(each.suspicions).toEqual(suspicion === undefined ? [] : [suspicion])
    expect(each.inventory.snapshot.discoveries.get('default')?.reading.failure).toBeDefined()
    // What is known is checked all the same.
    expect(each.certificates['fine-rsa']?.check.failure).toBeUndefined()
  })

  test('a total that shifts from page to page is read once more, then not believed', async () => {
    fleet = await largeFleet({ zones: 60, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['hostname'] })
    await each.run()
    simulator.fault({ fault: 'shifting_total', path: '/zones?', times: 2 })
    await each.run()
    expect(each.suspicions).toEqual([])
    simulator.fault({ fault: 'shifting_total', path: '/zones?' })
    await each.run()
    expect(each.suspicions).toEqual(['shifted'])
    expect(zones(each)).toHaveLength(60)
  })

  test('pages that never turn are left after the second one, and what is known is visited meanwhile', async () => {
    fleet = await largeFleet({ zones: 60, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['hostname'] })
    await each.run()
    simulator.fault({ fault: 'shifting_total', path: '/zones?', by: 1_000_000 })
    const paths = await each.run()
    expect(paths.filter((path) => path.startsWith('/zones?')).length).toBeLessThanOrEqual(4)
    expect(paths.filter((path) => path.endsWith('/certificates'))).toHaveLength(60)
  })

  test('a credential that sees no zone at all is told from the first time', async () => {
    const each = await discover({}, { credentials: { ...defaultCredentials, zones: [] } })
    await each.run()
    expect(each.suspicions).toEqual(['empty'])
    expect(each.inventory.snapshot.discoveries.get('default')?.reading.failure?.reason).toBe('bad_response')
  })

  test('and what was never listed is asked for again in between', async () => {
    const each = await discover()
    simulator.fault({ fault: 'status', status: 403, path: '/zones?' })
    await each.run()
    expect(each.ids).toEqual([])
    simulator.clearFaults()
    await each.run('outstanding')
    expect(each.ids.toSorted()).toEqual(listed())
  })
})

test('who names a certificate itself, or its zone, decides how it is watched', async () => {
  const named = fleet.certificates.find(({ name }) => name === 'fine-rsa')
  if (!named) throw new Error('the fleet has no fine-rsa')
  const certificates = [entry({ ...named, zone: exampleCom.id, name: 'mine', labels: { from: 'certificates' } })]
  const stores = [storeEntry({ labels: { from: 'zones' }, zone: undefined })]
  const each = await discover({ labels: { from: 'discovery' } }, {}, { certificates, stores })
  await each.run()
  expect(each.certificates['mine']?.entry).toMatchObject({ labels: { from: 'certificates' }, zone: 'example.com' })
  expect(each.certificates['fine-ed25519']?.entry.labels).toEqual({ from: 'zones' })
  expect(each.certificates['ended-years-ago.origin.example']?.entry.labels).toEqual({ from: 'discovery' })
  expect(each.ids.filter((id) => id === named.certificateId)).toHaveLength(1)
})
