import { expect, test } from 'vitest'
import type { Snapshot } from '../../src/inventory/snapshot.ts'
import type { WriteResult } from '../../src/state/kept-file.ts'
import { StateWriter } from '../../src/state/state-writer.ts'
import { checked, entry, success } from '../support/certificates.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { snapshotOf } from '../support/zones.ts'

const one = snapshotOf(checked([success]))
const two = snapshotOf(checked([success], entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })))
const three = snapshotOf()

/** A writer onto a disk that ends each write when the test says so. */
function setUp() {
  const clock = new FakeClock()
  const begun: {
    readonly snapshot: Snapshot
    readonly isLast: boolean
    readonly end: (result: WriteResult) => void
  }[] = []
  const told: string[] = []
  const world = { known: one }
  const writer = new StateWriter({
    write: (snapshot, isLast) => {
      const { promise, resolve } = Promise.withResolvers<WriteResult>()
      begun.push({ snapshot, isLast, end: resolve })
      return promise
    },
    snapshot: () => world.known,
    clock,
    onResult: ({ kind }) => told.push(kind),
    onOverdue: () => told.push('overdue'),
  })
  async function end(kind: 'written' | 'stood_back' | 'failed' = 'written'): Promise<void> {
    begun.at(-1)?.end(kind === 'failed' ? { kind, detail: 'no room' } : { kind })
    await settle()
  }
  return { clock, begun, told, world, writer, end, written: () => begun.map(({ snapshot }) => snapshot) }
}

/** Whether it has resolved by now. */
function watched(promise: Promise<void>): { readonly isDone: boolean } {
  const state = { isDone: false }
  void promise.then(() => {
    state.isDone = true
  })
  return state
}

test('what changes is written at once, and what changes meanwhile with the next write', async () => {
  const { writer, world, written, end } = setUp()
  writer.changed()
  world.known = two
  writer.changed()
  writer.changed()
  await end()
  await end()
  await writer.idle()
  expect(written()).toEqual([one, two])
})

test('what will be known is on the disk when the promise resolves, in the order of the calls', async () => {
  const { writer, written, end } = setUp()
  writer.changed()
  const kept = watched(writer.write(two))
  await end()
  expect(kept.isDone).toBe(false)
  await end()
  expect(kept.isDone).toBe(true)
  expect(written()).toEqual([one, two])
})

test('nothing is written where nothing changed', async () => {
  const { writer, begun } = setUp()
  await writer.idle()
  expect(begun).toEqual([])
})

test('a write that hangs is waited for two seconds, and told once; those after it are not waited for at all', async () => {
  const { writer, clock, told, begun } = setUp()
  const kept = watched(writer.write(two))
  await clock.advance(1.9)
  expect([kept.isDone, told]).toEqual([false, []])
  await clock.advance(0.2)
  expect([kept.isDone, told]).toEqual([true, ['overdue']])
  const next = watched(writer.write(three))
  await settle()
  expect(next.isDone).toBe(true)
  await clock.advance(3600)
  expect(told).toEqual(['overdue'])
  expect(begun).toHaveLength(1)
})

test('what waits behind a hanging write is waited for two seconds as well, and then the latest is written', async () => {
  const { writer, clock, told, world, written, end } = setUp()
  writer.changed()
  await clock.advance(1)
  const kept = watched(writer.write(two))
  await clock.advance(2)
  expect(kept.isDone).toBe(true)
  world.known = three
  await end()
  await end()
  expect(written()).toEqual([one, three])
  expect(told).toEqual(['overdue', 'written'])
})

test('once the disk goes on so do the writes, and they are waited for again', async () => {
  const { writer, clock, world, written, end } = setUp()
  void writer.write(two)
  await clock.advance(3)
  world.known = three
  writer.changed()
  await end()
  await end()
  expect(written()).toEqual([two, three])
  const kept = watched(writer.write(one))
  await settle()
  expect(kept.isDone).toBe(false)
  await end()
  expect(kept.isDone).toBe(true)
})

test.each(['failed', 'stood_back'] as const)('a write that %s is made again half a minute later', async (kind) => {
  const { writer, clock, world, written, told, end } = setUp()
  writer.changed()
  await end(kind)
  world.known = two
  await clock.advance(29)
  expect(written()).toEqual([one])
  await clock.advance(1)
  await end()
  await clock.advance(3600)
  expect(written()).toEqual([one, two])
  expect(told).toEqual([kind, 'written'])
})

test('the end writes once more and says that it is the last time', async () => {
  const { writer, begun, end } = setUp()
  writer.changed()
  const stopped = watched(writer.stop())
  await end()
  expect(stopped.isDone).toBe(false)
  await end()
  expect(stopped.isDone).toBe(true)
  expect(begun.map(({ isLast }) => isLast)).toEqual([false, true])
})

test('the end does not wait longer for a disk that hangs', async () => {
  const { writer, clock } = setUp()
  const stopped = watched(writer.stop())
  await clock.advance(2.1)
  expect(stopped.isDone).toBe(true)
})
