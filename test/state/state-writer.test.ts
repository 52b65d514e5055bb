import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { readState } from '../../src/state/format.ts'
import { StateWriter } from '../../src/state/state-writer.ts'
import { checked, entry, success } from '../support/certificates.ts'
import { snapshotOf } from '../support/zones.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-state-'))
  path = join(folder, 'state.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const other = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })
const [a, b] = [keyOf(entry()), keyOf(other)]
const one = snapshotOf(checked([success]))
const two = snapshotOf(checked([success]), checked([success], other))

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
  await writer.idle()
  expect(await keysWritten()).toEqual([a])
  snapshot = two
  writer.changed()
  writer.changed()
  await writer.idle()
  expect(await keysWritten()).toEqual([a, b])
})

test('what will be known is on the disk when the promise resolves, in the order of the calls', async () => {
  const writer = new StateWriter({ path, snapshot: () => one, clock: systemClock, onFailure: unexpected })
  writer.changed()
  await writer.write(two)
  expect(await keysWritten()).toEqual([a, b])
})

test('nothing is written where nothing changed', async () => {
  await new StateWriter({ path, snapshot: () => one, clock: systemClock, onFailure: unexpected }).idle()
  await expect(stat(path)).rejects.toThrow()
})

test('a failure is told, and the next write may work', async () => {
  await mkdir(`${path}.tmp`)
  const failures: unknown[] = []
  const onFailure = (error: unknown) => failures.push(error)
  const writer = new StateWriter({ path, snapshot: () => one, clock: systemClock, onFailure })
  await writer.write(one)
  expect(failures).toHaveLength(1)
  await rm(`${path}.tmp`, { recursive: true })
  writer.changed()
  await writer.idle()
  expect(await keysWritten()).toEqual([a])
})
