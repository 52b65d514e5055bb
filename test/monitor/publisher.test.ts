import { expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificatesOf, type Snapshot } from '../../src/inventory/snapshot.ts'
import { Publisher } from '../../src/monitor/publisher.ts'
import { entry, noon, success } from '../support/certificates.ts'
import { FakeClock } from '../support/fake-clock.ts'
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

test('what comes in after a saving is saved together: a tenth of the time at most goes into saving', async () => {
  const { publisher, clock, saved } = slowDisk(0.05)
  const first = publisher.publish(foundOf('a'))
  await clock.advance(0.05)
  await first
  const others = ['b', 'c', 'd'].map((id) => publisher.publish(foundOf(id)))
  await clock.advance(0.44)
  expect(saved).toEqual([1])
  await clock.advance(0.07)
  await Promise.all(others)
  expect(saved).toEqual([1, 4])
})

test('nobody waits for more than a second, and nobody once the daemon ends', async () => {
  const { publisher, clock, saved } = slowDisk(1.9)
  void publisher.publish(foundOf('a'))
  await clock.advance(1.9)
  void publisher.publish(foundOf('b'))
  await clock.advance(1.01 + 1.9)
  expect(saved).toEqual([1, 2])
  const last = publisher.publish(foundOf('c'))
  publisher.stop()
  await clock.advance(1.9)
  await last
  expect(saved).toEqual([1, 2, 3])
})

test('what is new is saved before it is shown, and what was known already is not saved again', async () => {
  const clock = new FakeClock()
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [entry()] }), noon)
  const shownAtSaving: boolean[] = []
  const keep = async () => {
    shownAtSaving.push(certificatesOf(inventory.snapshot)[0]?.known !== undefined)
  }
  const publisher = new Publisher({ inventory, clock, published: () => undefined, keep })
  const found = () => report({ checks: checks([entry(), success]) })
  await publisher.publish(found())
  expect(shownAtSaving).toEqual([false])
  await publisher.publish(found())
  expect(shownAtSaving).toEqual([false])
})

const ids = ['a', 'b', 'c', 'd'].map((letter) => `2458ce5a-0c35-4c7f-82c7-8e9487d3ff6${letter}`)

function foundOf(letter: string) {
  return report({ checks: checks([entry({ certificateId: ids.find((id) => id.endsWith(letter)) ?? '' }), success]) })
}

/** A publisher whose saving takes so long, and how many certificates were known in each saving. */
function slowDisk(seconds: number) {
  const clock = new FakeClock()
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: ids.map((certificateId) => entry({ certificateId })) }), noon)
  const saved: number[] = []
  const keep = async (next: Snapshot) => {
    saved.push(certificatesOf(next).filter(({ known }) => known).length)
    await clock.sleep(seconds, new AbortController().signal)
  }
  return { publisher: new Publisher({ inventory, clock, published: () => undefined, keep }), clock, saved }
}
