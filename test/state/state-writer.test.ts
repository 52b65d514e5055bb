import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Snapshot } from '../../src/inventory/snapshot.ts'
import { readState, writeState } from '../../src/state/format.ts'
import { StateWriter } from '../../src/state/state-writer.ts'
import { checked, noon, success } from '../support/certificates.ts'
import { FakeClock } from '../support/fake-clock.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-state-'))
  path = join(folder, 'state.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const one: Snapshot = new Map([['a', checked([success])]])
const two: Snapshot = new Map([...one, ['b', checked([success])]])

function unexpected(error: unknown): never {
  throw error
}

async function keysWritten(): Promise<string[]> {
  const reading = readState(await readFile(path, 'utf8'))
  if (!reading.ok) throw new Error(reading.detail)
  return [...reading.state.certificates.keys()]
}

test('what changes is written at once, and what changes meanwhile with the next write', async () => {
  let snapshot = one
  const writer = new StateWriter({ path, snapshot: () => snapshot, clock: systemClock, onFailure: unexpected })
  writer.changed()
  await vi.waitFor(async () => expect(await keysWritten()).toEqual(['a']))
  snapshot = two
  writer.changed()
  writer.changed()
  await vi.waitFor(async () => expect(await keysWritten()).toEqual(['a', 'b']))
  await writer.stop()
})

test('stopping writes what is left, and nothing where nothing changed', async () => {
  const idle = new StateWriter({ path, snapshot: () => one, clock: systemClock, onFailure: unexpected })
  await idle.stop()
  await expect(stat(path)).rejects.toThrow()
  const writer = new StateWriter({ path, snapshot: () => two, clock: systemClock, onFailure: unexpected })
  writer.changed()
  await writer.stop()
  expect(await keysWritten()).toEqual(['a', 'b'])
})

test('a failure is told, and the next write may work', async () => {
  await mkdir(`${path}.tmp`)
  const failures: unknown[] = []
  const writer = new StateWriter({
    path,
    snapshot: () => one,
    clock: systemClock,
    onFailure: (error) => failures.push(error),
  })
  writer.changed()
  await vi.waitFor(() => expect(failures).toHaveLength(1))
  await rm(`${path}.tmp`, { recursive: true })
  writer.changed()
  await writer.stop()
  expect(await keysWritten()).toEqual(['a'])
})

test('what changes all the time is written five megabytes a second at most, however slow or fast the disk is', async () => {
  const clock = new FakeClock()
  const large: Snapshot = new Map(Array.from({ length: 1000 }, (_, i) => [`certificate ${i}`, checked([success])]))
  const seconds = writeState(large, noon).length / 5_000_000
  let writes = 0
  const snapshot = () => {
    writes += 1
    return large
  }
  const writer = new StateWriter({ path, snapshot, clock, onFailure: unexpected })
  writer.changed()
  await vi.waitFor(() => expect(clock.sleeping).toBe(1))
  writer.changed()
  await clock.advance(seconds * 0.9)
  expect(writes).toBe(1)
  await clock.advance(seconds * 0.2)
  expect(writes).toBe(2)
  await writer.stop()
})
