import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Inventory } from '../../src/inventory/inventory.ts'
import { zonesOf } from '../../src/inventory/places.ts'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { largeFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { api, exampleCom, foreign, legacy, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import { entry } from '../support/certificates.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { monitorOf } from '../support/monitor.ts'
import { discoveryEntry, storeEntry } from '../support/zones.ts'

let fleet: Fleet
let simulator: Simulator
let monitor: ReturnType<typeof monitorOf> | undefined
beforeEach(async () => {
  fleet = await sharedDemoFleet()
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

const zones = ({ inventory }: { readonly inventory: Inventory }) =>
  zonesOf(inventory.snapshot)
    .map(({ scopeId }) => scopeId)
    .sort()

test('finds the whole fleet, with the names of its zones', async () => {
  const { run, inventory } = await discover()
  await run()
  expect(zones({ inventory })).toEqual(fleet.zones.map(({ id }) => id).sort())
  expect(monitor?.ids.toSorted()).toEqual(listed())
  expect(monitor?.certificates['fine-rsa']?.entry).toMatchObject({ placeName: 'example.com', kind: 'hostname' })
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
  expect(each.suspicions).toEqual([])
})

/** What is asked about single zones. */
const alone = (paths: readonly string[]) => paths.filter((path) => /^\/zones\/[^/]+$/.test(path))

describe('a zone that a good listing no longer has', () => {
  test.each([
    ['partial_list', { fault: 'partial_list', drop: 2 }, 2],
    ['foreign_list', { fault: 'foreign_list' }, 5],
  ] as const)('%s: is asked for once by its id, and stays where it is seen', async (_, fault, missing) => {
    const each = await discover()
    await each.run()
    const before = zones(each)
    simulator.fault({ ...fault, path: '/zones?' })
    expect(alone(await each.run())).toHaveLength(missing)
    expect(zones(each)).toEqual(expect.arrayContaining(before))
    expect(each.ids.toSorted()).toEqual(listed())
    expect(each.suspicions).toEqual(['shrunk'])
    simulator.clearFaults()
    await each.run()
    expect([zones(each), each.suspicions]).toEqual([before, ['shrunk']])
  })

  test.each([{ status: 500 }, { status: 429 }, { status: 403, code: 0 }, { status: 400, code: 6003 }])(
    'stays where the answer about it alone is %j',
    async (status) => {
      const each = await discover()
      await each.run()
      simulator.removeZone(shop.id)
      simulator.fault({ fault: 'status', ...status, path: new RegExp(`/zones/${shop.id}$`) })
      await each.run()
      expect(zones(each)).toContain(shop.id)
      simulator.clearFaults()
      await each.run()
      expect(zones(each)).not.toContain(shop.id)
    },
  )

  test('20 are asked for in a cycle, and what is not watched is not asked for at all', async () => {
    fleet = await largeFleet({ zones: 40, certificatesPerZone: 1, now: new Date() })
    const [first, ...others] = fleet.zones
    const each = await discover({ kinds: ['zone'], exclude: others.slice(0, 5).map(({ name }) => name) })
    await each.run()
    for (const { id } of others) simulator.removeZone(id)
    expect(alone(await each.run())).toHaveLength(20)
    expect(zones(each)).toHaveLength(15)
    expect(alone(await each.run())).toHaveLength(14)
    expect(zones(each)).toEqual([first?.id])
    expect(each.suspicions).toEqual(['shrunk'])
  })
})

describe('of several pages that are read in part what was read is watched', () => {
  const page = (number: number) => ({ fault: 'status', status: 500, path: `/zones?page=${number}&` }) as const

  test.each([1, 2, 3])('page %i fails at a first start, and for ever', async (number) => {
    fleet = await largeFleet({ zones: 120, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['zone'] })
    simulator.fault(page(number))
    await each.run()
    expect(zones(each)).toHaveLength(number === 3 ? 100 : 70)
    expect(each.inventory.snapshot.discoveries.get('default')?.reading.failure?.reason).toBe('server_error')
    simulator.clearFaults()
    await each.run()
    expect(zones(each)).toHaveLength(120)
  })

  test('what is new on the others is found, and what is known of the one that fails stays', async () => {
    fleet = await largeFleet({ zones: 60, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['zone'] })
    simulator.removeZone(fleet.zones[3]?.id ?? '')
    await each.run()
    simulator.addZone(fleet.zones[3] ?? foreign)
    simulator.fault(page(1))
    await each.run()
    expect(zones(each)).toHaveLength(60)
  })

  test('where none can be read, no more than two are asked for', async () => {
    fleet = await largeFleet({ zones: 120, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['zone'] })
    simulator.fault({ fault: 'status', status: 403, path: '/zones?' })
    expect(await each.run()).toHaveLength(1)
    simulator.clearFaults()
    simulator.fault({ fault: 'status', status: 500, path: '/zones?' })
    expect(new Set(await each.run()).size).toBeLessThanOrEqual(2)
    expect(zones(each)).toEqual([])
  })
})

describe('what is said of how many zones there are', () => {
  test.each([
    { fault: 'low_total' },
    { fault: 'low_total', by: 3 },
    { fault: 'odd_total', becomes: 'missing' },
    { fault: 'odd_total', becomes: 'null' },
    { fault: 'odd_total', becomes: 'text' },
    { fault: 'repeated_entry' },
  ] as const)('%j: costs the count at the most', async (fault) => {
    const each = await discover()
    simulator.fault({ ...fault, path: '/zones?' })
    await each.run()
    expect(zones(each)).toEqual(fleet.zones.map(({ id }) => id).sort())
    expect([each.suspicions, each.inventory.snapshot.discoveries.get('default')?.reading.failure]).toEqual([
      [],
      undefined,
    ])
  })

  test.each([
    { fault: 'low_total', by: 100 },
    { fault: 'odd_total', becomes: 'missing' },
  ] as const)('%j: a full page is followed by the next one', async (fault) => {
    fleet = await largeFleet({ zones: 120, certificatesPerZone: 1, now: new Date() })
    const each = await discover({ kinds: ['zone'] })
    simulator.fault({ ...fault, path: '/zones?' })
    await each.run()
    expect([zones(each).length, each.suspicions]).toEqual([120, []])
  })

  test('one that stands twice in a page and is counted twice is said to stand there twice', async () => {
    const each = await discover()
    simulator.fault({ fault: 'repeated_entry', counted: 'twice', path: '/zones?' })
    await each.run()
    expect(each.suspicions).toEqual(['incomplete'])
    const { failure } = each.inventory.snapshot.discoveries.get('default')?.reading ?? {}
    expect(failure?.detail).toContain('5 of 6, 1 of its entries repeat another one')
  })
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
  const certificates = [
    entry({
      ...named,
      scopeId: exampleCom.id,
      placeName: exampleCom.id,
      name: 'mine',
      labels: { from: 'certificates' },
    }),
  ]
  const stores = [storeEntry({ labels: { from: 'zones' }, placeName: undefined })]
  const each = await discover({ labels: { from: 'discovery' } }, {}, { certificates, stores })
  await each.run()
  expect(each.certificates['mine']?.entry).toMatchObject({ labels: { from: 'certificates' }, placeName: 'example.com' })
  expect(each.certificates['fine-ed25519']?.entry.labels).toEqual({ from: 'zones' })
  expect(each.certificates['ended-years-ago.origin.example']?.entry.labels).toEqual({ from: 'discovery' })
  expect(each.ids.filter((id) => id === named.certificateId)).toHaveLength(1)
})
