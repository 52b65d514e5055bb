import { expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { zoneAt } from '../../src/inventory/places.ts'
import { readAgain } from '../../src/inventory/read-again.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { entry, noon, record, success } from '../support/certificates.ts'
import { checks, report, watchList } from '../support/zones.ts'

const hour = 3600
const [stays, changes, unread] = ['1', '2', '3'].map((certificateId) => entry({ certificateId }))

test('a visit with the same answers moves on the times of what it was asked about, and of nothing else', () => {
  if (!stays || !changes || !unread) throw new Error('three entries were made')
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [stays, changes, unread] }), noon)
  const zone = () => {
    const found = zoneAt(inventory.snapshot, stays.scopeId)
    if (!found) throw new Error('the zone is not watched')
    return found
  }
  inventory.publish([report({ checks: checks([stays, success], [changes, success]) })], noon)
  const before = zone()
  const other = { kind: 'succeeded', record: record({ status: 'pending_deletion' }), facts: undefined } as const
  inventory.publish([report({ checks: checks([changes, other]) })], noon + 1)
  const { certificates } = readAgain(zone(), before, noon + hour)
  const checkedAt = [stays, changes, unread].map((each) => certificates.get(keyOf(each))?.check.lastSuccess)
  expect(checkedAt).toEqual([noon + hour, noon + 1, undefined])
})
