import { describe, expect, test } from 'vitest'
import { largestZonePage } from '../../src/cloudflare/zone-page.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { cycleCosts } from '../../src/monitor/cost.ts'
import { discoveryEntry, watchList } from '../support/zones.ts'

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
