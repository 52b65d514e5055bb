import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { notBelieved, type ReadOutcome } from '../../src/inventory/listing-outcome.ts'
import { certificateAt, zoneAt } from '../../src/inventory/places.ts'
import { type Association, keyOf, type ListedCertificate } from '../../src/inventory/snapshot.ts'
import type { State } from '../../src/state/format.ts'
import { restoreState } from '../../src/state/state-file.ts'
import { entry, noon, success } from '../support/certificates.ts'
import { stateText, useStateFolder, writeState } from '../support/state.ts'
import { checks, discoveryEntry, hostnameEntry, report, watchList } from '../support/zones.ts'

let path: string
useStateFolder((made) => {
  path = made
})

const { scopeId: zoneId, certificateId } = entry()
const inZoneStore = entry({ kind: 'zone', certificateId: '33333333-0c35-4c7f-82c7-8e9487d3ff60' })
const hostnames = ['enabled', 'disabled', 'none', 'unread'].map((name) => hostnameEntry({ hostname: name }))
const configured = watchList({ discoveries: [discoveryEntry()], hostnames })

function read<T>(value: T): ReadOutcome<T> {
  return { ok: true, value }
}

function listing(...certificates: readonly ListedCertificate[]): ReadOutcome<readonly ListedCertificate[]> {
  return read(certificates)
}

/** After two visits to a zone that was discovered: at the second the hostname store was not believed, and the switch not read. */
function visited(): Inventory {
  const inventory = new Inventory()
  inventory.watch(configured, noon)
  inventory.publishDiscovery('default', read([{ zoneId, zone: 'example.com' }]), noon)
  const associations = new Map<string, ReadOutcome<Association>>([
    ['enabled', read({ state: 'enabled', certificateId, status: 'active' })],
    ['disabled', read({ state: 'disabled', certificateId, status: undefined })],
    ['none', read({ state: 'none', certificateId: undefined, status: undefined })],
  ])
  const listed = { status: 'active', uploadedOn: undefined }
  const stores = new Map([
    ['hostname', listing({ certificateId, ...listed })],
    ['zone', listing({ certificateId: inZoneStore.certificateId, ...listed, uploadedOn: noon - 5 })],
  ] as const)
  const first = { associations, listings: stores, zoneSwitch: read(true) }
  inventory.publish([report({ ...first, checks: checks([entry(), success], [inZoneStore, success]) })], noon)
  const failed = { ok: false, failure: { reason: 'network', detail: 'x' } } as const
  const second = { listings: new Map([['hostname', notBelieved('empty')]] as const), zoneSwitch: failed }
  inventory.publish([report(second)], noon + 3600)
  return inventory
}

async function restored(): Promise<State> {
  const restoration = await restoreState(path)
  if (restoration.kind !== 'restored') throw new Error(restoration.kind)
  return restoration.state
}

test('zones, stores and discoveries come back as they were', async () => {
  const { snapshot } = visited()
  await writeState(path, stateText(snapshot, noon + 3600))
  const next = new Inventory()
  next.watch(configured, noon + 3600)
  expect(zoneAt(next.snapshot, zoneId)?.stores.size).toBe(0)
  next.restore(await restored(), noon + 3600)
  expect(next.snapshot).toEqual(snapshot)
  const zone = zoneAt(next.snapshot, zoneId)
  expect(zone?.hostnames.get('none')?.presents).toBe(keyOf(inZoneStore))
  expect(zone?.hostnames.get('unread')?.association).toBeUndefined()
  expect(zone?.stores.get('hostname')).toMatchObject({ listed: [{ certificateId }], reading: { lastSuccess: noon } })
  expect(zone?.zoneSwitch).toMatchObject({ enabled: true, reading: { failure: { reason: 'network' } } })
})

test('what the configuration no longer leads to stays behind', async () => {
  await writeState(path, stateText(visited().snapshot, noon))
  const next = new Inventory()
  next.watch(watchList({ hostnames: hostnames.slice(0, 1) }), noon)
  next.restore(await restored(), noon)
  const zone = zoneAt(next.snapshot, zoneId)
  expect([...(zone?.hostnames.keys() ?? [])]).toEqual(['enabled'])
  expect([...(zone?.certificates.keys() ?? [])]).toEqual([keyOf(entry())])
  expect(zone?.stores.size).toBe(0)
  expect(next.snapshot.discoveries.size).toBe(0)
})

test('a file from before there were zones in it is loaded all the same', async () => {
  await writeState(path, stateText(visited().snapshot, noon))
  const { zones: _, discoveries: __, ...older } = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify(older))
  const state = await restored()
  expect([state.zones.size, state.discoveries.size]).toEqual([0, 0])
  const next = new Inventory()
  next.watch(watchList({ certificates: [entry()], discoveries: [discoveryEntry()] }), noon)
  next.restore(state, noon)
  expect(certificateAt(next.snapshot, keyOf(entry()))?.known).toBeDefined()
  expect(next.snapshot.discoveries.get('default')?.listed).toBeUndefined()
})

test.each([
  [['hostname', 'zone'], undefined],
  [['hostname', 'custom_certificate'], ['custom_certificate']],
] as const)('that a zone has no quota is remembered where the kind is watched: %j', async (kinds, remembered) => {
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry({ kinds })] }), noon)
  const zone = { zoneId, zone: 'example.com', withoutQuota: ['custom_certificate'] } as const
  inventory.publishDiscovery('default', read([zone]), noon)
  expect(zoneAt(inventory.snapshot, zoneId)?.stores.get('custom_certificate')?.entry.isWithoutQuota).toBe(
    remembered && true,
  )
  await writeState(path, stateText(inventory.snapshot, noon))
  const listed = (await restored()).discoveries.get('default')?.listed
  expect(listed).toEqual([{ zoneId, zone: 'example.com', ...(remembered && { withoutQuota: remembered }) }])
})
