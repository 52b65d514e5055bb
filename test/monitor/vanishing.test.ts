import { expect, onTestFinished, test } from 'vitest'
import { certificatesOf } from '../../src/inventory/snapshot.ts'
import { statusOfKnown } from '../../src/inventory/urgency-facts.ts'
import { judgeCertificate } from '../../src/judgement/certificate.ts'
import { packRecord, uploadedRecord } from '../../src/simulator/fleet/resource-records.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import type { SimulatedResource } from '../../src/simulator/store/resource.ts'
import { fixtureId, fixtureZone, fleetWith } from '../support/kind-fixtures.ts'
import { monitorOf } from '../support/monitor.ts'
import { storeEntry } from '../support/zones.ts'

const hosts = ['a.example.com', 'b.example.com']
const anyStore = storeEntry({ kind: 'custom_certificate', scopeId: fixtureZone.id })

interface Upload {
  readonly number: number
  /** Hours from the beginning. */
  readonly end: number
  readonly hosts?: readonly string[]
  readonly algorithm?: 'RSA' | 'ECDSA'
}

/** Cycles against a simulated zone, where hours pass for both. */
async function world(...uploads: readonly Upload[]) {
  return worldWithout([], ...uploads)
}

/** As `world`, where the configuration excludes some. */
async function worldWithout(excluded: readonly number[], ...uploads: readonly Upload[]) {
  const store = { ...anyStore, exclude: new Set(excluded.map(fixtureId)) }
  const begin = Date.now()
  let hours = 0
  const at = (later: number) => new Date(begin + later * 3_600_000)
  const simulator = await startSimulator({ fleet: fleetWith(), clock: () => at(hours) })
  onTestFinished(() => simulator.close())
  const put = (resource: SimulatedResource['resource'], record: SimulatedResource['record']) =>
    simulator.resources.put({
      resource,
      scopeId: fixtureZone.id,
      id: record.id,
      name: '',
      about: '',
      expectation: { state: 'ok' },
      record,
    })
  const upload = ({ number, end, ...more }: Upload) =>
    put(
      'custom_certificates',
      uploadedRecord({
        id: fixtureId(number),
        zoneId: fixtureZone.id,
        hosts,
        algorithm: 'RSA',
        status: 'active',
        begin: at(end - 2000),
        end: at(end),
        ...more,
      }),
    )
  for (const each of uploads) upload(each)
  let monitor = monitorOf(simulator, { stores: [store] })
  return {
    simulator,
    upload,
    pack: (type: string, of: readonly string[]) =>
      put('certificate_packs', packRecord({ id: fixtureId(900), type, hosts: of, status: 'active', ends: [at(2000)] })),
    /** Lets hours pass in one go, and says what a cycle then shows: number, status, whether its end harms nobody, and severity. */
    async pass(later: number) {
      hours += later
      monitor.later(later)
      const asked = await monitor.run()
      const seen = certificatesOf(monitor.inventory.snapshot).map((certificate) => {
        const { entry, known, use } = certificate
        const { severity } = judgeCertificate({ certificate, replaceableSince: undefined }, at(hours).getTime() / 1000)
        const number = Number(entry.certificateId.slice(-4))
        return [number, statusOfKnown(entry.kind, known), use.inUse, severity]
      })
      return { asked, seen: seen.toSorted(([a], [b]) => Number(a) - Number(b)) }
    },
    restart(): void {
      const { snapshot } = monitor.inventory
      const [place] = [...snapshot.places.values()]
      monitor = monitorOf(simulator, { stores: [store] })
      monitor.later(hours)
      const stores = place?.stores ?? new Map()
      const zone = {
        hostnames: new Map(),
        stores,
        zoneSwitch: {
          enabled: undefined,
          reading: { lastCheck: undefined, lastSuccess: undefined, failure: undefined },
        },
      }
      const certificates = place?.certificates ?? new Map()
      monitor.inventory.restore(
        {
          certificates,
          zones: new Map([[fixtureZone.id, zone]]),
          accounts: new Map(),
          discoveries: new Map(),
          bundles: new Map(),
        },
        at(hours).getTime() / 1000,
      )
    },
  }
}

test('an only certificate that ends without a replacement is critical before its end, at it, and when Cloudflare has taken it away', async () => {
  const { pass } = await world({ number: 1, end: 30 })
  expect((await pass(0)).seen).toEqual([[1, 'active', undefined, 'critical']])
  expect((await pass(30)).seen).toEqual([[1, 'expired', undefined, 'critical']])
  expect((await pass(2)).seen).toMatchObject([[1, expect.anything(), undefined, 'critical']])
  expect((await pass(1)).seen).toEqual([[1, 'gone', undefined, 'critical']])
  expect((await pass(1)).seen).toEqual([[1, 'gone', undefined, 'critical']])
  expect((await pass(7 * 24)).seen).toEqual([])
})

test('one among others is gone as soon as the list no longer has it', async () => {
  const { pass } = await world({ number: 1, end: 30 }, { number: 2, end: 900, hosts: ['other.example.com'] })
  expect((await pass(0)).seen).toEqual([
    [1, 'active', undefined, 'critical'],
    [2, 'active', undefined, 'ok'],
  ])
  expect((await pass(32)).seen).toEqual([
    [1, 'gone', undefined, 'critical'],
    [2, 'active', undefined, 'ok'],
  ])
})

test('one that is replaced in time pages nobody', async () => {
  const { pass, upload } = await world({ number: 1, end: 800 })
  expect((await pass(0)).seen).toEqual([[1, 'active', undefined, 'ok']])
  upload({ number: 2, end: 2500 })
  await pass(0)
  expect((await pass(0)).seen).toEqual([
    [1, 'active', false, 'ok'],
    [2, 'active', undefined, 'ok'],
  ])
  expect((await pass(780)).seen).toEqual([
    [1, 'active', false, 'ok'],
    [2, 'active', undefined, 'ok'],
  ])
  expect((await pass(15)).seen).toEqual([[2, 'active', undefined, 'ok']])
})

test('a successor that is uploaded late ends it, and a pack of Cloudflare does as well', async () => {
  const first = await world({ number: 1, end: 30 }, { number: 2, end: 900, hosts: ['other.example.com'] })
  await first.pass(0)
  expect((await first.pass(32)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
  first.upload({ number: 3, end: 900 })
  expect((await first.pass(1)).seen.map(([number]) => number)).toEqual([2, 3])

  const second = await world({ number: 1, end: 30 }, { number: 2, end: 900, hosts: ['other.example.com'] })
  await second.pass(0)
  await second.pass(32)
  second.pack('sni_custom', hosts)
  expect((await second.pass(1)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
  second.pack('universal', ['*.example.com'])
  expect((await second.pass(1)).seen.map(([number]) => number)).toEqual([2])
})

test('packs are asked for only while one is missing', async () => {
  const { pass } = await world({ number: 1, end: 30 }, { number: 2, end: 900, hosts: ['other.example.com'] })
  const packs = (paths: readonly string[]) => paths.filter((path) => path.includes('certificate_packs')).length
  expect(packs((await pass(0)).asked)).toBe(0)
  expect(packs((await pass(32)).asked)).toBe(1)
  expect(packs((await pass(1)).asked)).toBe(1)
})

test('one that is taken away six hours before its end is gone if nothing took its place', async () => {
  const { pass, simulator } = await world({ number: 1, end: 6 }, { number: 2, end: 900, hosts: ['other.example.com'] })
  await pass(0)
  simulator.resources.take({ resource: 'custom_certificates', scopeId: fixtureZone.id, id: fixtureId(1) }, 'vanish')
  expect((await pass(0)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
})

test('a rotation that gives it another id ends the old one, and pages nobody', async () => {
  const { pass, simulator } = await world({ number: 1, end: 800 })
  await pass(0)
  const path = `${simulator.controlUrl}/resources/custom_certificates/${fixtureZone.id}/${fixtureId(1)}/rotate`
  await fetch(path, { method: 'POST', body: JSON.stringify({ days: 90 }) })
  const { seen } = await pass(0)
  expect(seen).toEqual([[expect.anything(), expect.anything(), undefined, expect.stringMatching(/ok|warning/)]])
  expect(seen[0]?.[0]).not.toBe(1)
})

test('what was taken away on purpose, with time left, is forgotten', async () => {
  const { pass, simulator } = await world(
    { number: 1, end: 300 },
    { number: 2, end: 900, hosts: ['other.example.com'] },
  )
  await pass(0)
  simulator.resources.take({ resource: 'custom_certificates', scopeId: fixtureZone.id, id: fixtureId(1) }, 'vanish')
  expect((await pass(1)).seen).toEqual([[2, 'active', undefined, 'ok']])
})

test('a pair is gone when its first half ends, though the other half would cover its hosts', async () => {
  const { pass } = await world(
    { number: 1, end: 30 },
    { number: 2, end: 900, algorithm: 'ECDSA' },
    { number: 3, end: 950, hosts: ['other.example.com'] },
  )
  await pass(0)
  expect((await pass(32)).seen).toMatchObject([
    [1, 'gone', undefined, 'critical'],
    [3, 'active', undefined, 'ok'],
  ])
})

test('an outage and a restart in between lose nothing', async () => {
  const { pass, simulator, restart } = await world(
    { number: 1, end: 30 },
    { number: 2, end: 900, hosts: ['other.example.com'] },
  )
  await pass(0)
  simulator.fault({ fault: 'status', status: 503 })
  await pass(32)
  restart()
  simulator.clearFaults()
  expect((await pass(1)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
  restart()
  simulator.fault({ fault: 'status', status: 503 })
  expect((await pass(1)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
  simulator.clearFaults()
  expect((await pass(1)).seen[0]).toEqual([1, 'gone', undefined, 'critical'])
})

test('a successor that is not watched ends it too, and does not silence one that has not ended', async () => {
  const { pass, upload } = await worldWithout(
    [2, 3],
    { number: 1, end: 30 },
    { number: 3, end: 900, hosts: ['a.example'] },
  )
  await pass(0)
  expect((await pass(32)).seen).toEqual([[1, 'gone', undefined, 'critical']])
  upload({ number: 2, end: 900 })
  expect((await pass(1)).seen).toEqual([])

  const other = await worldWithout([2], { number: 1, end: 30 }, { number: 2, end: 900 })
  expect((await other.pass(0)).seen).toEqual([[1, 'active', undefined, 'critical']])
})

test('a store that is empty is listed in every cycle while one is gone from it', async () => {
  const { pass, upload } = await world({ number: 1, end: 30 })
  await pass(0)
  for (const hours of [32, 1, 1, 1, 1]) await pass(hours)
  upload({ number: 2, end: 900 })
  expect((await pass(1)).seen).toEqual([[2, 'active', undefined, 'ok']])
})
