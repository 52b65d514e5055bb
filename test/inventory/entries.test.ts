import { expect, test } from 'vitest'
import { entriesOf } from '../../src/inventory/entries.ts'
import { neverRead } from '../../src/inventory/merge.ts'
import { plansOf } from '../../src/inventory/place-plan.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { entry } from '../support/certificates.ts'
import { hostnameEntry, storeEntry, watchList } from '../support/zones.ts'

test('a certificate that is named and listed is watched as it is named, and the CA files of both count', () => {
  const trustedBy = (path: string) => [{ path, isDefault: false, partialChain: false }]
  const named = entry({ trustedBy: trustedBy('named.pem') })
  const store = storeEntry({ labels: { from: 'store' }, trustedBy: trustedBy('store.pem') })
  const plan = plansOf(watchList({ certificates: [named], stores: [store] }), new Map()).get(`zone/${named.scopeId}`)
  if (!plan) throw new Error('its zone is not planned')
  const listed = [{ certificateId: named.certificateId, status: 'active', uploadedOn: undefined }]
  const stores = new Map([[store.kind, { entry: store, listed, reading: neverRead, emptyListings: 0 }]])
  const entries = entriesOf(plan, { stores, hostnames: new Map(), certificates: new Map() })
  expect([...entries]).toEqual([
    [keyOf(named), { ...named, trustedBy: [...trustedBy('named.pem'), ...trustedBy('store.pem')] }],
  ])
})

test('what a hostname presents is watched as its store is, also if that was listed before it was uploaded', () => {
  const presented = entry({})
  const hostname = hostnameEntry({ labels: { from: 'hostname' } })
  const store = storeEntry({ labels: { from: 'store' } })
  const plan = plansOf(watchList({ hostnames: [hostname], stores: [store] }), new Map()).get(`zone/${hostname.zoneId}`)
  if (!plan) throw new Error('its zone is not planned')
  const presents = keyOf({ ...presented, scopeId: hostname.zoneId })
  const hostnames = new Map([
    [hostname.hostname, { entry: hostname, association: undefined, reading: neverRead, presents }],
  ])
  const stores = new Map([[store.kind, { entry: store, listed: [], reading: neverRead, emptyListings: 1 }]])
  const entries = entriesOf(plan, { stores, hostnames, certificates: new Map() })
  expect([...entries.values()]).toMatchObject([{ labels: { from: 'store' } }])
})
