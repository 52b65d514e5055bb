import { expect, test } from 'vitest'
import { cycleCosts } from '../../src/monitor/cost.ts'
import { calendar } from '../../src/simulator/api/records.ts'
import { largeFleet } from '../../src/simulator/fleet/large-fleet.ts'
import { uploadedRecord } from '../../src/simulator/fleet/resource-records.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import type { Fleet } from '../../src/simulator/store/model.ts'
import type { SimulatedResource } from '../../src/simulator/store/resource.ts'
import { monitorOf } from '../support/monitor.ts'
import { discoveryEntry } from '../support/zones.ts'

const zoneCount = 20
const uploadedShare = 0.05
const byDefault = ['hostname', 'zone'] as const

/** Zones with one certificate of Authenticated Origin Pulls each, of which one in twenty has an uploaded certificate. */
async function fleetOfZones(): Promise<Fleet> {
  const now = new Date()
  const at = calendar(now)
  const fleet = await largeFleet({ zones: zoneCount, certificatesPerZone: 1, now })
  const users = fleet.zones.filter((_, index) => index % (1 / uploadedShare) === 0)
  const resources = users.map(({ id: scopeId, name }, index): SimulatedResource => {
    const id = `7c0ffee0-0000-4000-8000-${String(index).padStart(12, '0')}`
    const made = { id, zoneId: scopeId, hosts: [name], algorithm: 'RSA', status: 'active' } as const
    const record = uploadedRecord({ ...made, begin: at.days(-1), end: at.days(200) })
    return { resource: 'custom_certificates', scopeId, id, name, about: '', expectation: { state: 'ok' }, record }
  })
  return { ...fleet, resources }
}

/** Only zones that have an uploaded certificate may have one. */
function withQuotas(fleet: Fleet): Fleet {
  const users = new Set(fleet.resources?.map(({ scopeId }) => scopeId))
  return {
    ...fleet,
    zones: fleet.zones.map((zone) => (users.has(zone.id) ? zone : { ...zone, customCertificateQuota: 0 })),
  }
}

/**
 * The requests of the six hours after the second cycle, with a cycle every hour, and what is said of the cost at their end. It begins at midnight,
 * because the hour decides how many of the stores that rest have their turn.
 */
async function sixHours(fleet: Fleet, kinds: Parameters<typeof discoveryEntry>[0]) {
  const simulator = await startSimulator({ fleet, clock: () => new Date() })
  const monitor = monitorOf(simulator, { discoveries: [discoveryEntry(kinds)] })
  try {
    const untilMidnight = 86_400 - ((Date.now() / 1000) % 86_400)
    monitor.later(untilMidnight / 3600)
    const runs: number[] = []
    for (let cycle = 1; cycle <= 8; cycle++) {
      runs.push((await monitor.run()).length)
      monitor.later(1)
    }
    const requests = runs.slice(2).reduce((sum, run) => sum + run, 0)
    const [cost] = cycleCosts(monitor.inventory.snapshot, 600, Date.now() / 1000 + untilMidnight + 7 * 3600)
    return { requests, cost }
  } finally {
    await monitor.close()
    await simulator.close()
  }
}

test('uploaded certificates in one zone of twenty cost at most a fifth more requests, fewer where quotas are 0', async () => {
  const fleet = await fleetOfZones()
  const kinds = [...byDefault, 'custom_certificate'] as const
  const without = await sixHours(fleet, { kinds: byDefault })
  const withoutQuotas = await sixHours(fleet, { kinds })
  const spared = await sixHours(withQuotas(fleet), { kinds })
  expect(withoutQuotas.requests).toBeLessThanOrEqual(without.requests * 1.2)
  expect(spared.requests).toBeLessThanOrEqual(without.requests * 1.1)
  expect(spared.requests).toBeGreaterThan(without.requests)
  expect(spared.requests).toBeLessThan(withoutQuotas.requests)
  const users = zoneCount * uploadedShare
  expect(spared.cost?.kinds.find(({ kind }) => kind === 'custom_certificate')).toEqual({
    kind: 'custom_certificate',
    requests: users,
    restingStores: zoneCount - users,
  })
})
