import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import type { CheckOutcome } from '../../src/inventory/merge.ts'
import { certificateAt, zoneAt, zonesOf } from '../../src/inventory/places.ts'
import { reconcileStore } from '../../src/inventory/reconcile.ts'
import type { SavedReadings } from '../../src/inventory/saved-readings.ts'
import {
  type Association,
  certificatesOf,
  keyOf,
  type ListedCertificate,
  type Snapshot,
} from '../../src/inventory/snapshot.ts'
import { checked, entry, facts, failure, noon, record, success } from '../support/certificates.ts'
import { store } from '../support/exposed-zones.ts'
import { checks, discoveryEntry, hostnameEntry, report, storeEntry, watchList } from '../support/zones.ts'

const { scopeId: zoneId, certificateId } = entry()
const later = noon + 3600
const second = '11111111-0c35-4c7f-82c7-8e9487d3ff60'

function inventoryOf(wanted: Parameters<typeof watchList>[0]): Inventory {
  const inventory = new Inventory()
  inventory.watch(watchList(wanted), noon)
  return inventory
}

/** What a process leaves to the next. */
function rememberedOf(snapshot: Snapshot): SavedReadings {
  const { places, discoveries } = snapshot
  return {
    certificates: new Map([...places.values()].flatMap(({ certificates }) => [...certificates])),
    zones: new Map(zonesOf(snapshot).map((zone) => [zone.scopeId, zone])),
    accounts: new Map(),
    discoveries,
    bundles: new Map(),
  }
}

function afterBoth(before: readonly CheckOutcome[], since: readonly CheckOutcome[]) {
  const inventory = inventoryOf({ certificates: [entry()] })
  since.forEach((outcome, hour) => {
    inventory.publish([report({ checks: checks([entry(), outcome]) })], later + hour * 3600)
  })
  const certificates = new Map([[keyOf(entry()), checked(before)]])
  inventory.restore(
    { certificates, zones: new Map(), accounts: new Map(), discoveries: new Map(), bundles: new Map() },
    later,
  )
  return certificateAt(inventory.snapshot, keyOf(entry()))
}

describe('a certificate that has been asked for before the state could be read', () => {
  const renewed = { ...success, record: record({ expiresOn: noon + 1 }), facts: facts({ notAfter: noon + 1 }) }

  test('shows what was found since, and when its status was first seen', () => {
    const both = afterBoth([success], [renewed])
    expect(both?.known).toMatchObject({ facts: { notAfter: noon + 1 }, statusSince: noon })
    expect(both?.check).toMatchObject({ lastCheck: later, lastSuccess: later })
  })

  test('keeps what was known where nothing could be found out', () => {
    const both = afterBoth([success], [failure('network')])
    expect(both?.known).toEqual(checked([success]).known)
    expect(both?.check).toMatchObject({ lastCheck: later, lastSuccess: noon, failure: { reason: 'network' } })
  })

  test('keeps the PEM where the new one cannot be read', () => {
    const half: CheckOutcome = {
      kind: 'half_succeeded',
      record: record({ status: 'pending_deployment' }),
      failure: { reason: 'bad_certificate', detail: 'x' },
    }
    const both = afterBoth([success], [half])
    expect(both?.known).toMatchObject({ facts: facts(), record: { status: 'pending_deployment' }, statusSince: later })
  })

  test('presents what the newest PEM that could be read contains', () => {
    const read = (name: string, of = facts()): CheckOutcome => ({
      kind: 'succeeded',
      record: record(),
      facts: of,
      presented: [name],
    })
    const unreadable: CheckOutcome = { kind: 'succeeded', record: record(), facts: undefined }
    const since = [unreadable, read('new', facts({ notAfter: noon + 1 }))].map(
      (outcome) => afterBoth([read('old')], [outcome])?.known?.presented,
    )
    expect(since).toEqual([['old'], ['new']])
  })

  test('is known where only since something could be found out', () => {
    expect(afterBoth([failure('network')], [success])?.known).toBeDefined()
  })

  test('is gone only where two answers have said so', () => {
    const gone = failure('not_found', 1551)
    expect(afterBoth([success], [gone])?.known).toBeDefined()
    expect(afterBoth([success], [gone, gone])?.known).toBeUndefined()
  })

  test('of any checks before and since it is never less known than it was by those before', () => {
    const outcome = fc.constantFrom<CheckOutcome>(success, renewed, failure('network'), failure('auth'))
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1 }), fc.array(outcome), (before, since) => {
        const [both, alone] = [afterBoth(before, since), checked(before)]
        if (alone.known) expect(both?.known).toBeDefined()
        if (alone.check.lastSuccess !== undefined)
          expect(both?.check.lastSuccess).toBeGreaterThanOrEqual(alone.check.lastSuccess)
        if (since.length === 0) expect(both).toMatchObject({ known: alone.known, check: alone.check })
      }),
    )
  })
})

describe('lists and hostnames', () => {
  const listed = (...ids: readonly string[]) => ({
    ok: true as const,
    value: ids.map((id): ListedCertificate => ({ certificateId: id, status: 'active', uploadedOn: undefined })),
  })
  const association = (id: string, status: string): Association => ({ state: 'enabled', certificateId: id, status })

  test('what only the list of before had is watched until the next list says what became of it', () => {
    const [before, since] = [inventoryOf({ stores: [storeEntry()] }), inventoryOf({ stores: [storeEntry()] })]
    before.publish([report({ listings: new Map([['hostname', listed(certificateId, second)]]) })], noon)
    since.publish([report({ listings: new Map([['hostname', listed(second)]]) })], later)
    since.restore(rememberedOf(before.snapshot), later)
    const ids = () => certificatesOf(since.snapshot).map((each) => each.entry.certificateId)
    expect(ids().sort()).toEqual([second, certificateId].sort())
    expect(zoneAt(since.snapshot, zoneId)?.stores.get('hostname')?.reading.lastSuccess).toBe(later)
  })

  test('a zone that only the discovery of before had is watched as well', () => {
    const wanted = { discoveries: [discoveryEntry()] }
    const [before, since] = [inventoryOf(wanted), inventoryOf(wanted)]
    const zones = (...ids: readonly string[]) => ({
      ok: true as const,
      value: ids.map((id) => ({ zoneId: id, zone: id })),
    })
    before.publishDiscovery('default', zones(zoneId, 'f'.repeat(32)), noon)
    since.publishDiscovery('default', zones(zoneId), later)
    since.restore(rememberedOf(before.snapshot), later)
    expect(
      zonesOf(since.snapshot)
        .map(({ scopeId }) => scopeId)
        .sort(),
    ).toEqual([zoneId, 'f'.repeat(32)].sort())
  })

  test('a hostname that changes its certificate meanwhile may still present the one of before', () => {
    const wanted = { hostnames: [hostnameEntry()] }
    const [before, since] = [inventoryOf(wanted), inventoryOf(wanted)]
    const read = (value: Association) => new Map([['app.example.com', { ok: true as const, value }]])
    before.publish([report({ associations: read(association(certificateId, 'active')) })], noon)
    since.publish([report({ associations: read(association(second, 'pending_deployment')) })], later)
    since.restore(rememberedOf(before.snapshot), later)
    const hostname = zoneAt(since.snapshot, zoneId)?.hostnames.get('app.example.com')
    expect(hostname?.association).toMatchObject({ certificateId: second, replaces: certificateId })
    expect(certificatesOf(since.snapshot)).toHaveLength(2)
  })

  test('a switch that could not be read since is as it was', () => {
    const wanted = { stores: [storeEntry({ kind: 'zone' })] }
    const [before, since] = [inventoryOf(wanted), inventoryOf(wanted)]
    before.publish([report({ zoneSwitch: { ok: true, value: true } })], noon)
    since.publish([report({ zoneSwitch: { ok: false, failure: { reason: 'network', detail: 'x' } } })], later)
    since.restore(rememberedOf(before.snapshot), later)
    const { enabled, reading } = zoneAt(since.snapshot, zoneId)?.zoneSwitch ?? {}
    expect([enabled, reading?.lastSuccess, reading?.lastCheck]).toEqual([true, noon, later])
  })
})

test('what had vanished before the restart, and is not listed since, has still vanished', () => {
  const remembered = store({ listed: [], vanished: ['gone', 'back'] })
  const since = store({ listed: [{ certificateId: 'back', status: 'active', uploadedOn: noon }] })
  expect(reconcileStore(since, remembered).vanished).toEqual(['gone'])
  expect(reconcileStore(store(), store()).vanished).toBeUndefined()
})
