import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neverRead } from '../../src/inventory/merge.ts'
import type { WatchedStore } from '../../src/inventory/snapshot.ts'
import { certificateKinds, kinds } from '../../src/kinds/kinds.ts'
import { isDue } from '../../src/monitor/due-stores.ts'
import { zone } from '../support/exposed-zones.ts'
import { storeEntry } from '../support/zones.ts'

const hour = 3600
const begin = 1_800_000_000
const lastId = '7c0ffee0-0000-4000-8000-000000000001'

const offOrUnread = zone()
const withStoreOn = zone({ zoneSwitch: { isFresh: true, labels: {}, enabled: true, reading: neverRead } })

function store(differences: Partial<WatchedStore> = {}, entry: Parameters<typeof storeEntry>[0] = {}): WatchedStore {
  const read = { ...neverRead, lastCheck: begin, lastSuccess: begin }
  const known = { listed: [], reading: read, emptyListings: 2 }
  return { entry: storeEntry({ kind: 'custom_certificate', ...entry }), ...known, ...differences }
}

/** The hours after the first one in which a store is listed, if a cycle runs every hour. */
function listedAt(first: WatchedStore, hours: number): readonly number[] {
  let lastSuccess = begin
  return Array.from({ length: hours }, (_, index) => index + 1).filter((hourOfCycle) => {
    const now = begin + hourOfCycle * hour
    const isListed = isDue({ ...first, reading: { ...first.reading, lastSuccess } }, offOrUnread, now)
    if (isListed) lastSuccess = now
    return isListed
  })
}

const zoneIds = fc.stringMatching(/^[0-9a-f]{32}$/)
const ofOneStore = fc.record({ scopeId: zoneIds, kind: fc.constantFrom(...certificateKinds) })

test('an empty store is listed once in six hours, and one without a quota once in 24, for any zone', () => {
  fc.assert(
    fc.property(ofOneStore, fc.boolean(), (entry, isWithoutQuota) => {
      const every = isWithoutQuota ? 24 : 6
      const listed = listedAt(store({}, { ...entry, ...(isWithoutQuota && { isWithoutQuota: true }) }), 4 * every)
      expect(listed).toHaveLength(4)
      const gaps = listed.map((at, index) => at - (listed[index - 1] ?? 0))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(every)
      expect(gaps.slice(1)).toEqual([every, every, every])
    }),
  )
})

test('the stores of many zones are spread over the hours, but for the kinds that were always listed together', () => {
  for (const kind of certificateKinds) {
    const firsts = Array.from({ length: 600 }, (_, index) => {
      const scopeId = index.toString(16).padStart(32, '0')
      return listedAt(store({}, { kind, scopeId }), 6)[0]
    })
    const perHour = Object.values(Object.groupBy(firsts, (at) => String(at))).map((group) => group?.length ?? 0)
    if (kinds[kind].spreadsEmptyStores) expect(Math.max(...perHour), kind).toBeLessThan(150)
    else expect(perHour, kind).toEqual([600])
  }
})

describe('a store is listed in every cycle', () => {
  const failure = { reason: 'timeout', detail: '' } as const
  test.each([
    ['that has certificates', store({ emptyListings: 0 })],
    ['that was empty only once', store({ emptyListings: 1 })],
    ['that was never listed', store({ reading: neverRead })],
    ['that could not be listed', store({ reading: { ...neverRead, lastCheck: begin, failure } })],
    [
      'of which a late state still had a certificate',
      store({ listed: [{ certificateId: lastId, status: 'active', uploadedOn: begin }] }),
    ],
    ['in which something vanished', store({ vanished: [lastId] })],
    ['that has one although the quota is 0', store({ emptyListings: 0 }, { isWithoutQuota: true })],
  ])('%s', (_, of) => {
    expect(isDue(of, offOrUnread, begin + 60)).toBe(true)
  })

  test('and not one whose quota is 0 and that was empty once, nor one outside the plan', () => {
    expect(isDue(store({ emptyListings: 1 }, { isWithoutQuota: true }), offOrUnread, begin + 60)).toBe(false)
    expect(isDue(store({ emptyListings: 0, isNotEntitled: true }), offOrUnread, begin + 60)).toBe(false)
  })

  test("where it is the zone's own one, and on: Cloudflare presents its first certificate at once", () => {
    for (const kind of certificateKinds)
      expect(isDue(store({}, { kind }), withStoreOn, begin + 60), kind).toBe(kind === 'zone')
  })
})
