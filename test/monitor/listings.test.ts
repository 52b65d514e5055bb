import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { api, empty, exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet, SimulatedCertificate } from '../../src/simulator/store/model.ts'
import { entry, noon } from '../support/certificates.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { monitorOf } from '../support/monitor.ts'
import { hostnameEntry, storeEntry } from '../support/zones.ts'

let now = new Date(noon * 1000)
let fleet: Fleet
let simulator: Simulator
let monitor: ReturnType<typeof monitorOf>
beforeEach(async () => {
  now = new Date()
  fleet = await sharedDemoFleet()
  simulator = await startSimulator({
    fleet,
    clock: () => now,
    rateLimit: { requests: Number.POSITIVE_INFINITY, windowSeconds: 300 },
  })
})
afterEach(async () => {
  await monitor.close()
  await simulator.close()
})

const list = (zoneId: string) => `/zones/${zoneId}/origin_tls_client_auth/hostnames/certificates`

function listing(...stores: Parameters<typeof storeEntry>[0][]) {
  monitor = monitorOf(simulator, { stores: stores.map((each) => storeEntry(each)) })
  return monitor
}

/** What stands in the list of a store. */
function inPlace({ zoneId, kind, certificateId }: SimulatedCertificate) {
  return { scopeId: zoneId, kind, certificateId }
}

function standing(zoneId: string, kind: SimulatedCertificate['kind'] = 'hostname'): string[] {
  const there = fleet.certificates.filter((each) => each.zoneId === zoneId && each.kind === kind && each.record)
  const listed = there.filter((each) => each.listed !== false && each.record?.status !== 'deleted')
  return listed.map(({ certificateId }) => certificateId).sort()
}

function simulated(name: string): SimulatedCertificate {
  const found = fleet.certificates.find((each) => each.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return found
}

const ids = () => monitor.ids.toSorted()
const store = (zoneId: string, kind: 'hostname' | 'zone' = 'hostname') => monitor.zone(zoneId)?.stores.get(kind)

describe('a good listing', () => {
  test('is one request, and all that stands in the store is watched, but no tombstone', async () => {
    const { run } = listing({ scopeId: shop.id })
    expect(await run()).toEqual([list(shop.id)])
    expect(ids()).toEqual(standing(shop.id))
    expect(ids()).not.toContain(simulated('deleted').certificateId)
    expect(monitor.suspicions).toEqual([])
  })

  test('names a certificate by its common name, and its zone', async () => {
    const { run } = listing({ scopeId: exampleCom.id, placeName: 'example.com' })
    await run()
    expect(monitor.certificates['fine-rsa']?.entry).toMatchObject({ placeName: 'example.com', kind: 'hostname' })
  })

  test('leaves out what is excluded', async () => {
    const { certificateId } = simulated('fine-rsa')
    const { run } = listing({ exclude: new Set([certificateId]) })
    await run()
    expect(ids()).toEqual(standing(exampleCom.id).filter((id) => id !== certificateId))
  })

  test('takes away what it no longer has, and what it calls deleted', async () => {
    const { run } = listing({ scopeId: exampleCom.id })
    await run()
    simulator.remove(simulated('fine-rsa'), 'vanish')
    simulator.remove(simulated('fine-ecdsa'), 'tombstone')
    await run()
    const gone = [simulated('fine-rsa'), simulated('fine-ecdsa')].map(({ certificateId }) => certificateId)
    expect(ids()).toEqual(standing(exampleCom.id).filter((id) => !gone.includes(id)))
    expect(monitor.lines.filter(({ fields }) => fields['event'] === 'certificate_left')).toHaveLength(2)
  })

  test('in the shape of associations is read like any other', async () => {
    simulator.fault({ fault: 'association_list' })
    const { run } = listing({ scopeId: shop.id })
    await run()
    expect(ids()).toEqual(standing(shop.id))
    expect(monitor.certificates['ends-tomorrow.origin.example']?.known?.record.status).toBe('active')
  })
})

describe('slow eventual consistency', () => {
  test('an upload that is not listed yet is found with the next listing, and one that is named stays', async () => {
    const fresh = simulated('fine-ecdsa')
    simulator.remove(fresh, 'vanish')
    const named = entry({ ...inPlace(simulated('fresh-upload')), name: 'fresh-upload', labels: {} })
    monitor = monitorOf(simulator, {
      certificates: [named],
      stores: [storeEntry({ scopeId: exampleCom.id }), storeEntry({ scopeId: shop.id })],
    })
    const { run } = monitor
    await run()
    expect(ids()).not.toContain(fresh.certificateId)
    expect(monitor.certificates['fresh-upload']?.known).toBeDefined()
    simulator.upsert({ ...fresh, listedFrom: new Date(now.getTime() + 60_000) })
    await run()
    expect(ids()).not.toContain(fresh.certificateId)
    now = new Date(now.getTime() + 60_000)
    await run()
    expect(ids()).toContain(fresh.certificateId)
    expect(monitor.suspicions).toEqual([])
  })
})

describe('a listing that is not believed', () => {
  test.each([
    ['empty_list', 'empty'],
    ['null_result', 'incomplete'],
    ['short_list', 'incomplete'],
  ] as const)('%s: what is known stays, is checked one by one, and the store says so', async (fault, suspicion) => {
    const { run } = listing({ scopeId: exampleCom.id })
    await run()
    const before = ids()
    simulator.fault({ fault, path: new RegExp(`${list(exampleCom.id)}$`) })
    await run()
    expect(ids()).toEqual(before)
    expect(monitor.suspicions).toEqual([suspicion])
    expect(store(exampleCom.id)?.reading.failure).toMatchObject({ reason: 'bad_response' })
    expect(monitor.certificates['fine-rsa']?.check.failure).toBeUndefined()
  })

  test('a store that was emptied is believed once each of its certificates is proved gone', async () => {
    const { run } = listing({ scopeId: exampleCom.id })
    await run()
    for (const each of fleet.certificates.filter(({ zoneId }) => zoneId === exampleCom.id)) {
      if (each.kind === 'hostname' && each.record) simulator.remove(each, 'vanish')
    }
    await run()
    expect(ids()).toEqual(standing(exampleCom.id))
    expect(store(exampleCom.id)?.reading.failure).toBeDefined()
    await run()
    expect(ids()).toEqual([])
    expect(store(exampleCom.id)?.reading.failure).toBeUndefined()
  })

  test('an entry that cannot be read makes it unreadable', async () => {
    const { run } = listing({ scopeId: api.id })
    await run()
    const before = ids()
    simulator.fault({ fault: 'field', name: 'id', path: new RegExp(`${list(api.id)}$`) })
    await run()
    expect(ids()).toEqual(before)
    expect(monitor.suspicions).toEqual(['unreadable'])
  })
})

test('of a store that was never listed rather a part than nothing', async () => {
  const path = new RegExp(`${list(exampleCom.id)}$`)
  simulator.fault({ fault: 'short_list', path })
  const { run } = listing({ scopeId: exampleCom.id })
  await run()
  expect(ids()).toHaveLength(standing(exampleCom.id).length - 1)
  expect(store(exampleCom.id)?.reading.failure?.reason).toBe('bad_response')
  simulator.clearFaults()
  await run()
  expect(ids()).toEqual(standing(exampleCom.id))
})

test('a certificate is checked with its own credential, whoever else lists it', async () => {
  const named = entry({ ...inPlace(simulated('fine-rsa')), name: 'mine', labels: {}, credentials: 'another' })
  monitor = monitorOf(simulator, { certificates: [named], stores: [storeEntry()] })
  await monitor.run()
  const single = simulator.requests.filter(({ path }) => path.endsWith(named.certificateId))
  expect(single).toHaveLength(1)
  expect(monitor.certificates['mine']?.check.failure).toBeUndefined()
})

test('an empty store, twice so, is asked once in six hours', async () => {
  const { run } = listing({ scopeId: empty.id }, { scopeId: empty.id, kind: 'zone' })
  expect(await run()).toHaveLength(2)
  expect(await run()).toHaveLength(2)
  expect(await run()).toEqual([])
  monitor.later(5.9)
  expect(await run()).toEqual([])
  monitor.later(0.2)
  expect(await run()).toHaveLength(2)
  expect(store(empty.id)?.reading.failure).toBeUndefined()
})

describe('in use', () => {
  const use = (name: string) => monitor.certificates[`${name}.origin.example`]?.use.inUse

  test("the zone's own store: the active one uploaded last is, the older is proved not to be", async () => {
    const { run } = listing({ scopeId: api.id, kind: 'zone' })
    await run()
    expect([use('whole-zone'), use('whole-zone-older')]).toEqual([true, false])
    simulator.switchZoneStore(api.id, false)
    await run()
    expect([use('whole-zone'), use('whole-zone-older')]).toEqual([false, false])
  })

  test('that all hostnames are listed proves nothing where none is', async () => {
    monitor = monitorOf(simulator, { stores: [storeEntry()], zonesWithAllHostnames: new Set([exampleCom.id]) })
    await monitor.run()
    expect(use('fine-ecdsa')).toBeUndefined()
  })

  test('a proof that has become stale is none', async () => {
    const { run } = listing({ scopeId: api.id, kind: 'zone' })
    simulator.switchZoneStore(api.id, false)
    await run()
    simulator.fault({ fault: 'status', status: 403, code: 10000 })
    await run()
    expect(use('whole-zone')).toBe(false)
    monitor.later(7)
    await run()
    expect(use('whole-zone')).toBeUndefined()
  })

  test('a hostname certificate: absence from a partial list of hostnames proves nothing', async () => {
    const hostnames = [hostnameEntry({ hostname: 'payments.example.com' })]
    const stores = [storeEntry({ scopeId: exampleCom.id })]
    monitor = monitorOf(simulator, { hostnames, stores })
    await monitor.run()
    expect(use('fine-ecdsa')).toBe(true)
    expect(use('ends-in-10-days')).toBeUndefined()
    await monitor.close()
    monitor = monitorOf(simulator, { hostnames, stores, zonesWithAllHostnames: new Set([exampleCom.id]) })
    await monitor.run()
    expect(use('fine-ecdsa')).toBe(true)
    expect(use('ends-in-10-days')).toBe(false)
  })
})
