import { expect, test } from 'vitest'
import { describeShard, describeWatchList } from '../../src/cli/watch-list-words.ts'
import { entry } from '../support/certificates.ts'
import { hostnameEntry, storeEntry, watchList } from '../support/zones.ts'

const [zone, another, account] = ['1'.repeat(32), '2'.repeat(32), 'a'.repeat(32)]
const ofAccount = [
  storeEntry({ kind: 'mtls_certificate', scopeId: account }),
  storeEntry({ kind: 'access_certificate', scopeId: account }),
]

test('zones and accounts are counted apart, each once', () => {
  const stores = [storeEntry({ scopeId: zone }), storeEntry({ scopeId: zone, kind: 'zone' })]
  const certificates = [entry({ scopeId: another }), entry({ scopeId: account, kind: 'gateway_certificate' })]
  const hostnames = [hostnameEntry({ zoneId: zone })]
  expect(describeWatchList(watchList({ certificates, hostnames, stores }))).toBe(
    '2 certificates, 1 hostname, all certificates of 1 zone in 2 zones and 1 account',
  )
  expect(describeWatchList(watchList({ stores: [...stores, ...ofAccount] }))).toBe(
    'all certificates of 1 zone and 1 account in 1 zone and 1 account',
  )
  expect(describeWatchList(watchList({ stores: ofAccount }))).toBe('all certificates of 1 account in 1 account')
})

test('the shards divide accounts as well', () => {
  const watch = watchList({ stores: [storeEntry({ scopeId: zone }), ...ofAccount] })
  const own = [0, 1].map((index) => describeShard({ shard: { index, total: 2 }, watch }))
  const counts = own.map((line) => Number(/in (\d) of the 1 zone and 1 account above/.exec(line)?.[1]))
  expect(counts[0]).not.toBeNaN()
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(2)
})
