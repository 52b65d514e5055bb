import { readdir, readFile, writeFile } from 'node:fs/promises'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { readState } from '../../src/state/format.ts'
import { type StateDisk, systemDisk } from '../../src/state/state-disk.ts'
import type { Restoration } from '../../src/state/state-file.ts'
import { StateKeeper } from '../../src/state/state-keeper.ts'
import { checked, entry, failure, noon, success } from '../support/certificates.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { stateText, useStateFolder, writeState } from '../support/state.ts'
import { checks, report, snapshotOf, watchList } from '../support/zones.ts'

let folder: string
let path: string
useStateFolder((...made) => {
  ;[path, folder] = made
})

const [found, failing, quiet] = [entry(), other('1'), other('2')]
const previous = snapshotOf(checked([success], found), checked([success], failing), checked([success], quiet))

function other(digit: string) {
  return entry({ certificateId: `${digit.repeat(8)}-0c35-4c7f-82c7-8e9487d3ff60` })
}

/** A keeper on this path, its log, and the time by which it waits for the disk. */
function setUp(disk: Partial<StateDisk> = {}) {
  const clock = new FakeClock(noon + 60)
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [found, failing, quiet] }), noon)
  const events: { readonly event: string; readonly detail?: string; readonly to?: string }[] = []
  const log = pino({}, { write: (line: string) => events.push(JSON.parse(line)) })
  const failures: unknown[] = []
  const restoredLate: unknown[] = []
  const keeper = new StateKeeper({
    path,
    host: { disk: { ...systemDisk, ...disk }, clock },
    inventory,
    clock,
    log,
    interval: () => 3600,
    onRestoredLate: () => restoredLate.push(undefined),
    onWriteFailure: () => failures.push(undefined),
  })
  return { keeper, clock, inventory, failures, restoredLate, events, named: () => events.map(({ event }) => event) }
}

async function written() {
  const reading = readState(await readFile(path, 'utf8'))
  if (!reading.ok) throw new Error(reading.detail)
  return reading.state
}

/** A disk that reads when the test says so. */
function slowDisk() {
  const gate = Promise.withResolvers<void>()
  const reads: Promise<Restoration>[] = []
  const restore = (file: string) => {
    const read = gate.promise.then(() => systemDisk.restore(file))
    reads.push(read)
    return read
  }
  const answer = async () => {
    gate.resolve()
    await Promise.all(reads)
    await settle()
  }
  return { restore, answer }
}

describe('a state that takes five seconds to read', () => {
  test('holds the start up for two, is written by nobody meanwhile, and loses no value', async () => {
    await writeState(path, stateText(previous, noon))
    const before = await readFile(path, 'utf8')
    const { restore, answer } = slowDisk()
    const { keeper, clock, inventory, restoredLate, named } = setUp({ restore })
    const start = keeper.restore()
    await clock.advance(2)
    await start
    expect(named()).toEqual(['state_unread'])
    expect([keeper.restoredWrittenAt, keeper.lastWriteSuccessful]).toEqual([undefined, false])

    const answers = checks([found, success], [failing, failure('network')])
    inventory.publish([report({ checks: answers })], noon + 61)
    await keeper.keep(inventory.snapshot)
    keeper.changed()
    await clock.advance(3)
    expect(await readFile(path, 'utf8')).toBe(before)

    expect(restoredLate).toHaveLength(0)
    await answer()
    expect(restoredLate).toHaveLength(1)
    const kept = async () => (await written()).certificates.get(keyOf(failing))?.check.failure?.reason
    await expect.poll(kept).toBe('network')
    await keeper.stop()
    const at = (of: typeof found) => certificateAt(inventory.snapshot, keyOf(of))
    for (const each of [found, failing, quiet])
      expect(at(each)?.known).toEqual(certificateAt(previous, keyOf(each))?.known)
    expect(at(found)?.check).toMatchObject({ lastCheck: noon + 61, lastSuccess: noon + 61 })
    expect(at(failing)?.check).toMatchObject({ lastSuccess: noon, failure: { reason: 'network' } })
    expect(at(quiet)?.check).toEqual(certificateAt(previous, keyOf(quiet))?.check)
    expect(named()).toEqual(['state_unread', 'state_restored'])
    expect([keeper.restoredWrittenAt, keeper.lastWriteSuccessful]).toEqual([noon, true])
  })

  test('and then turns out to be of no use is set aside whole', async () => {
    await writeFile(path, 'not JSON')
    const { restore, answer } = slowDisk()
    const { keeper, clock, inventory, named } = setUp({ restore })
    const start = keeper.restore()
    await clock.advance(2)
    await start
    inventory.publish([report({ checks: checks([found, success]) })], noon + 61)
    await keeper.keep(inventory.snapshot)
    await answer()
    await keeper.stop()
    expect(await readFile(`${path}.set-aside.1`, 'utf8')).toBe('not JSON')
    expect((await written()).certificates.get(keyOf(found))?.known).toBeDefined()
    expect(named()).toEqual(['state_unread', 'state_set_aside'])
  })

  test('and never is, is never written over, and holds up no end', async () => {
    await writeState(path, stateText(previous, noon))
    const before = await readFile(path, 'utf8')
    const { keeper, clock } = setUp({ restore: () => new Promise<never>(() => undefined) })
    const start = keeper.restore()
    await clock.advance(2)
    await start
    await clock.advance(86_400)
    await keeper.stop()
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(keeper.trouble).toEqual({ kind: 'unread' })
  })
})

describe('a disk that hangs', () => {
  test('is counted and told once a write, and forgotten once it goes on', async () => {
    const gate = Promise.withResolvers<void>()
    const replace: StateDisk['replace'] = (...write) => gate.promise.then(() => systemDisk.replace(...write))
    const { keeper, clock, inventory, failures, events, named } = setUp({ replace })
    await keeper.restore()
    const kept = keeper.keep(previous)
    await settle()
    await expect.poll(() => clock.sleeping).toBeGreaterThan(0)
    await clock.advance(2)
    await kept
    expect(named()).toEqual(['state_absent', 'state_write_failed'])
    expect(events[1]?.detail).toContain('does not end')
    expect([failures.length, keeper.lastWriteSuccessful, keeper.trouble?.kind]).toEqual([1, false, 'unwritten'])
    inventory.publish([report({ checks: checks([found, success]) })], noon + 61)
    gate.resolve()
    await keeper.stop()
    expect(named()).toEqual(['state_absent', 'state_write_failed', 'state_written_again'])
    expect([failures.length, keeper.lastWriteSuccessful, keeper.trouble]).toEqual([1, true, undefined])
    expect((await written()).certificates.get(keyOf(found))?.check.lastSuccess).toBe(noon + 61)
  })
})

test('the same failure is counted each time and told once', async () => {
  const replace = () => Promise.reject(new Error('ENOSPC: no space left on device, write'))
  const { keeper, failures, named } = setUp({ replace })
  await keeper.restore()
  await keeper.keep(previous)
  await keeper.keep(previous)
  expect(failures.length).toBeGreaterThanOrEqual(2)
  expect(named()).toEqual(['state_absent', 'state_write_failed'])
})

test('nothing is written over what cannot be moved, whatever it is', async () => {
  const restore = async () => ({ kind: 'in_the_way', detail: 'it cannot be read: EIO' }) as const
  const { keeper, events } = setUp({ restore, lastWrite: async () => 'unknown' })
  await writeFile(path, 'dear')
  await keeper.restore()
  await keeper.keep(previous)
  expect(await readFile(path, 'utf8')).toBe('dear')
  expect(events.at(-1)).toMatchObject({ event: 'state_write_failed', detail: expect.stringContaining('EIO') })
  expect(keeper.lastWriteSuccessful).toBe(false)
})

test('what comes into the place of the file while the daemon runs is set aside too', async () => {
  const { keeper, events } = setUp()
  await keeper.restore()
  await keeper.keep(previous)
  await writeFile(path, 'somebody else’s')
  await keeper.keep(previous)
  expect((await readdir(folder)).sort()).toEqual(['state.json', 'state.json.set-aside.1'])
  expect(events.at(-1)).toMatchObject({ event: 'state_set_aside', to: `${path}.set-aside.1` })
  expect((await written()).certificates.size).toBe(3)
})

test('of two daemons on one file the newcomer stops writing and both say so', async () => {
  const [first, newcomer] = [setUp(), setUp()]
  for (const { keeper } of [first, newcomer]) await keeper.restore()
  await first.keeper.keep(previous)
  const { mark } = await written()
  await newcomer.keeper.keep(snapshotOf())
  await first.keeper.keep(previous)
  expect((await written()).mark).toMatchObject({ id: mark.id, number: mark.number + 1 })
  expect(newcomer.events.at(-1)).toMatchObject({ event: 'state_shared', other: mark.id, writer: 'other' })
  expect(newcomer.keeper.trouble).toEqual({ kind: 'shared', writer: 'other' })
  expect([first.keeper.lastWriteSuccessful, newcomer.keeper.lastWriteSuccessful]).toEqual([true, false])
  await first.keeper.stop()
  await newcomer.keeper.keep(previous)
  expect((await written()).mark.id).not.toBe(mark.id)
  expect(newcomer.events.at(-1)).toMatchObject({ event: 'state_not_shared' })
  expect([newcomer.keeper.lastWriteSuccessful, newcomer.keeper.trouble]).toEqual([true, undefined])
})
