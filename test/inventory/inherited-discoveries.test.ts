import { expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { notBelieved } from '../../src/inventory/listing-outcome.ts'
import { zonesOf } from '../../src/inventory/places.ts'
import { noon } from '../support/certificates.ts'
import { discoveryEntry, watchList } from '../support/zones.ts'

const zone = { zoneId: '023e105f4ecef8ad9ca31a8372d0c353', zone: 'example.com' }
const other = { zoneId: '5a1f0c3d9b7e42468c0d1e2f3a4b5c6d', zone: 'shop.example' }

test('a credential under another name watches what it watched, until it has a good listing of its own', () => {
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry()] }), noon)
  inventory.publishDiscovery('default', { ok: true, value: [zone] }, noon)
  inventory.watch(watchList({ discoveries: [discoveryEntry({ credentials: 'main' })] }), noon)
  const ids = () => zonesOf(inventory.snapshot).map(({ scopeId }) => scopeId)
  expect(ids()).toEqual([zone.zoneId])
  expect(inventory.snapshot.discoveries.get('main')?.reading.lastSuccess).toBeUndefined()
  inventory.publishDiscovery('main', notBelieved('empty'), noon)
  expect(ids()).toEqual([zone.zoneId])
  inventory.publishDiscovery('main', { ok: true, value: [other] }, noon)
  expect(ids()).toEqual([other.zoneId])
})

test('the state of a process that called it otherwise is taken over, too', () => {
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry({ credentials: 'main' })] }), noon)
  const reading = { lastCheck: noon, lastSuccess: noon, failure: undefined }
  const discoveries = new Map([['default', { listed: [zone], reading }]])
  inventory.restore(
    { certificates: new Map(), zones: new Map(), accounts: new Map(), discoveries, bundles: new Map() },
    noon,
  )
  expect(zonesOf(inventory.snapshot).map(({ scopeId }) => scopeId)).toEqual([zone.zoneId])
})
