import { expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { entry, noon, success } from '../support/certificates.ts'

const first = entry()
const second = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })

function inventoryOf(...entries: (typeof first)[]): Inventory {
  const inventory = new Inventory()
  inventory.watch(entries)
  return inventory
}

test('what is watched is there from the start, unknown', () => {
  const { snapshot } = inventoryOf(first, second)
  expect(snapshot.size).toBe(2)
  expect(snapshot.get(keyOf(first))).toMatchObject({ known: undefined, check: { lastCheck: undefined } })
})

test('a snapshot that was taken never changes', () => {
  const inventory = inventoryOf(first, second)
  const before = inventory.snapshot
  inventory.publish(new Map([[keyOf(first), success]]), noon)
  expect(before.get(keyOf(first))?.known).toBeUndefined()
  expect(inventory.snapshot.get(keyOf(first))?.known).toBeDefined()
  expect(inventory.snapshot.get(keyOf(second))).toBe(before.get(keyOf(second)))
})

test('an unchanged certificate keeps its object from check to check', () => {
  const inventory = inventoryOf(first)
  inventory.publish(new Map([[keyOf(first), success]]), noon)
  const { known } = inventory.snapshot.get(keyOf(first)) ?? {}
  inventory.publish(new Map([[keyOf(first), structuredClone(success)]]), noon + 3600)
  expect(inventory.snapshot.get(keyOf(first))?.known).toBe(known)
  expect(inventory.snapshot.get(keyOf(first))?.check.lastSuccess).toBe(noon + 3600)
})

test('another list keeps what is known of those that stay, and forgets the others', () => {
  const inventory = inventoryOf(first, second)
  inventory.publish(new Map([[keyOf(first), success]]), noon)
  inventory.watch([{ ...first, labels: { team: 'other' } }])
  expect([...inventory.snapshot.values()]).toMatchObject([
    { entry: { labels: { team: 'other' } }, known: { record: {} } },
  ])
})

test('an answer for a certificate that is no longer watched goes nowhere', () => {
  const inventory = inventoryOf(first)
  inventory.publish(new Map([[keyOf(second), success]]), noon)
  expect([...inventory.snapshot.keys()]).toEqual([keyOf(first)])
})
