import { describe, expect, test } from 'vitest'
import { largestZonePage } from '../../src/cloudflare/zone-page.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { cycleCosts } from '../../src/monitor/cost.ts'
import { entry } from '../support/certificates.ts'
import { discoveryEntry, storeEntry, watchList } from '../support/zones.ts'

/** The requests of a cycle after a listing brought so many zones. Each zone costs one request for each of its two stores. */
function requestsAfter(zones: number | undefined): readonly number[] {
  const inventory = new Inventory()
  inventory.watch(watchList({ discoveries: [discoveryEntry()] }), 0)
  if (zones !== undefined) {
    const value = Array.from({ length: zones }, (_, index) => {
      const zoneId = index.toString(16).padStart(32, '0')
      return { zoneId, zone: `zone-${index}.example` }
    })
    inventory.publishDiscovery('default', { ok: true, value }, 1)
  }
  return cycleCosts(inventory.snapshot, 1200, 1).map(({ requests }) => requests)
}

describe('where zones are discovered', () => {
  test('nothing is said of the cost before they are found', () => {
    expect(requestsAfter(undefined)).toEqual([])
  })

  test.each([
    [0, 1],
    [1, 1],
    [largestZonePage, 1],
    [largestZonePage + 1, 2],
  ])('%i zones take %i pages to find', (zones, pages) => {
    expect(requestsAfter(zones)).toEqual([pages + 2 * zones])
  })
})

describe('each kind is counted with what it asks for', () => {
  const zoneId = '1'.repeat(32)
  const accountId = 'a'.repeat(32)
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `7c0ffee0-0000-4000-8000-${String(index).padStart(12, '0')}`)
  const listing = (count: number) => ({
    ok: true as const,
    value: ids(count).map((certificateId) => ({ certificateId, status: 'active', uploadedOn: 0 })),
  })

  test('pages of a long list, and the services of each certificate of the mTLS store', () => {
    const inventory = new Inventory()
    const stores = [
      storeEntry({ kind: 'hostname', scopeId: zoneId }),
      storeEntry({ kind: 'custom_certificate', scopeId: zoneId }),
      storeEntry({ kind: 'mtls_certificate', scopeId: accountId }),
      storeEntry({ kind: 'gateway_certificate', scopeId: accountId }),
    ]
    inventory.watch(watchList({ stores }), 0)
    const checks = new Map()
    inventory.publish(
      [
        {
          scope: 'zone',
          scopeId: zoneId,
          associations: new Map(),
          zoneSwitch: undefined,
          listings: new Map([['custom_certificate', listing(120)]]),
          checks,
        },
        { scope: 'account', scopeId: accountId, listings: new Map([['mtls_certificate', listing(3)]]), checks },
      ],
      1,
    )
    expect(cycleCosts(inventory.snapshot, 1200, 1)).toMatchObject([
      {
        requests: 1 + 3 + 4 + 1,
        kinds: [
          { kind: 'hostname', requests: 1, restingStores: 0 },
          { kind: 'custom_certificate', requests: 3 },
          { kind: 'mtls_certificate', requests: 1 + 3 },
          { kind: 'gateway_certificate', requests: 1 },
        ],
      },
    ])
  })

  test('a single certificate of the mTLS store costs its own request and that for its services', () => {
    const inventory = new Inventory()
    const certificates = [entry({ kind: 'mtls_certificate', scopeId: accountId })]
    inventory.watch(watchList({ certificates }), 0)
    expect(cycleCosts(inventory.snapshot, 1200, 1)).toMatchObject([
      { requests: 2, kinds: [{ kind: 'mtls_certificate', requests: 2, restingStores: 0 }] },
    ])
  })
})
