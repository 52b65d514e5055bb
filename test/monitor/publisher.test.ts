import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificatesOf } from '../../src/inventory/snapshot.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import { entry, noon, success } from '../support/certificates.ts'
import { checks, report, watchList } from '../support/zones.ts'

test('a publication that fails is told to who asked for it, and the next one works', async () => {
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [entry()] }), noon)
  let isBroken = true
  const published = () => {
    if (isBroken) throw new Error('a log that cannot be written')
  }
  const publisher = new Publisher({ inventory, clock: systemClock, published })
  const found = report({ checks: checks([entry(), success]) })
  await expect(publisher.publish(found)).rejects.toThrow('a log')
  isBroken = false
  await publisher.publish(found)
  expect(certificatesOf(inventory.snapshot)[0]?.known).toBeDefined()
})
