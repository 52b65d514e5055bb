import { expect, test } from 'vitest'
import { describeWatched, type WatchedCounts, watchedCounts } from '../../src/inventory/watched-counts.ts'
import { store, zone } from '../support/exposed-zones.ts'

const nothing: WatchedCounts = { certificates: 0, hostnames: 0, zones: 0, accounts: 0, discoveries: 0, bundles: 0 }

test.each<[Partial<WatchedCounts>, string]>([
  [{}, "no certificate that is this instance's"],
  [{ certificates: 1 }, '1 certificate'],
  [{ hostnames: 1 }, '1 hostname'],
  [{ zones: 1 }, '1 zone'],
  [{ accounts: 1 }, '1 account'],
  [{ discoveries: 1 }, 'every zone that one credential can see'],
  [{ discoveries: 2 }, 'every zone that 2 credentials can see'],
  [{ bundles: 1 }, '1 CA file'],
  [{ certificates: 3, hostnames: 2, accounts: 2, bundles: 2 }, '3 certificates, 2 hostnames, 2 accounts, 2 CA files'],
])('%j: %s', (counts, text) => expect(describeWatched({ ...nothing, ...counts })).toBe(text))

test('zones and accounts count where a store of theirs is listed', () => {
  const listed = zone({ stores: [store()] })
  const account = { ...listed, scope: 'account' as const }
  const places = new Map([listed, zone(), account, { ...account, stores: new Map() }].map((each, i) => [`${i}`, each]))
  const snapshot = { places, discoveries: new Map(), bundles: new Map() }
  expect(watchedCounts(snapshot)).toMatchObject({ zones: 1, accounts: 1 })
})
