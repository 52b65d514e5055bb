import { expect, test } from 'vitest'
import type { CertificateEntry, CertificateIdentity } from '../../src/certificate/model.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import { certificatesOf, keyOf } from '../../src/inventory/snapshot.ts'
import { entry, noon, success } from '../support/certificates.ts'
import { checks, report, watchList } from '../support/zones.ts'

const first = entry()
const second = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })

function inventoryOf(...entries: (typeof first)[]): Inventory {
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: entries }), noon)
  return inventory
}

test('what is watched is there from the start, unknown', () => {
  const { snapshot } = inventoryOf(first, second)
  expect(certificatesOf(snapshot)).toHaveLength(2)
  expect(certificateAt(snapshot, keyOf(first))).toMatchObject({ known: undefined, check: { lastCheck: undefined } })
})

test('a snapshot that was taken never changes', () => {
  const inventory = inventoryOf(first, second)
  const before = inventory.snapshot
  inventory.publish([report({ checks: checks([first, success]) })], noon)
  expect(certificateAt(before, keyOf(first))?.known).toBeUndefined()
  expect(certificateAt(inventory.snapshot, keyOf(first))?.known).toBeDefined()
  expect(certificateAt(inventory.snapshot, keyOf(second))).toBe(certificateAt(before, keyOf(second)))
})

test('an unchanged certificate keeps its object from check to check', () => {
  const inventory = inventoryOf(first)
  inventory.publish([report({ checks: checks([first, success]) })], noon)
  const { known } = certificateAt(inventory.snapshot, keyOf(first)) ?? {}
  inventory.publish([report({ checks: checks([first, structuredClone(success)]) })], noon + 3600)
  expect(certificateAt(inventory.snapshot, keyOf(first))?.known).toBe(known)
  expect(certificateAt(inventory.snapshot, keyOf(first))?.check.lastSuccess).toBe(noon + 3600)
})

test('another list keeps what is known of those that stay, and forgets the others', () => {
  const inventory = inventoryOf(first, second)
  inventory.publish([report({ checks: checks([first, success]) })], noon)
  inventory.watch(watchList({ certificates: [{ ...first, labels: { team: 'other' } }] }), noon)
  expect(certificatesOf(inventory.snapshot)).toMatchObject([
    { entry: { labels: { team: 'other' } }, known: { record: {} } },
  ])
})

test('an answer for a certificate that is no longer watched goes nowhere', () => {
  const inventory = inventoryOf(first)
  inventory.publish([report({ checks: checks([second, success]) })], noon)
  expect(certificatesOf(inventory.snapshot).map((each) => keyOf(each.entry))).toEqual([keyOf(first)])
})

/** Another value for each setting of an entry. A new setting has to be added here, or this does not compile. */
const otherSettings: Readonly<Omit<CertificateEntry, keyof CertificateIdentity>> = {
  name: 'another name',
  placeName: 'another.example',
  credentials: 'another',
  labels: { team: 'other' },
  thresholds: { warning: { kind: 'duration', seconds: 99 }, critical: { kind: 'share', share: 0.01 } },
  staleAfter: 12_345,
}

test.each(Object.entries(otherSettings))(
  'a list in which only %s of an entry is another is taken over',
  (name, value) => {
    const inventory = inventoryOf(first)
    inventory.watch(watchList({ certificates: [{ ...first, [name]: value }] }), noon)
    expect(certificateAt(inventory.snapshot, keyOf(first))?.entry).toEqual({ ...first, [name]: value })
  },
)
