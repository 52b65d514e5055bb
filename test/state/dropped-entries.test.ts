import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import { keyOf } from '../../src/inventory/snapshot.ts'
import { readState, readStateInTurns } from '../../src/state/format.ts'
import { systemDisk } from '../../src/state/state-disk.ts'
import { StateKeeper } from '../../src/state/state-keeper.ts'
import { checked, entry, facts, noon, success } from '../support/certificates.ts'
import { patientClock } from '../support/patient-clock.ts'
import { stateText } from '../support/state.ts'
import { snapshotOf, watchList } from '../support/zones.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exporter-state-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const { scopeId: zoneId, certificateId } = entry()
const other = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })
const good = stateText(snapshotOf(checked([success]), checked([success], other)), noon)
const never = { lastCheck: null, lastSuccess: null, failure: null }

/** Of a file with these maps in place of its own. */
function reading(maps: object) {
  const result = readState(JSON.stringify({ ...JSON.parse(good), ...maps }))
  if (!result.ok) throw new Error(result.detail)
  return result
}

test.each(['"soon"', 'null'])('a certificate that ends %s is dropped, and no other', (end) => {
  const result = readState(good.replace(`"notAfter":${facts().notAfter}`, `"notAfter":${end}`))
  if (!result.ok) throw new Error(result.detail)
  expect([...result.state.certificates.keys()]).toEqual([keyOf(other)])
  const detail = expect.stringMatching(`^certificates\\.${keyOf(entry())}: known\\.facts\\.notAfter: `)
  expect(result.dropped).toEqual({ count: 1, detail })
})

test('of a good file nothing is dropped', () => {
  expect(reading({}).dropped).toBeUndefined()
})

test('a large file is read in turns, to the same end', async () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`hostname/${zoneId}/${at}`, { at }]))
  const content = JSON.stringify({ ...JSON.parse(good), certificates: { ...JSON.parse(good).certificates, ...many } })
  let turns = 0
  const turn = async () => {
    turns++
  }
  expect(await readStateInTurns(content, turn)).toEqual(readState(content))
  expect(turns).toBeGreaterThanOrEqual(5)
})

describe('what cannot be an id is never used', () => {
  const listed = (id: string) => ({ listed: [{ certificateId: id, status: null, uploadedOn: null }] })
  const zone = (id: string) => ({
    hostnames: {},
    stores: { hostname: { ...listed(id), reading: never, emptyListings: 0 } },
    zoneSwitch: { enabled: null, reading: never },
  })
  const associated = (association: object) => ({
    ...zone(certificateId),
    hostnames: {
      'app.example.com': { association: { state: 'enabled', status: null, ...association }, reading: never },
    },
  })
  const discovered = (id: string) => ({ listed: [{ zoneId: id, zone: 'example.com' }], reading: never })
  const wrong = ['a\ud800b', '../../user', 'UPPER', '', 'x'.repeat(65), 'a\n']

  test.each(wrong)('%j', (id) => {
    const { state, dropped } = reading({
      certificates: { [`hostname/${zoneId}/${id}`]: {}, [`hostname/${id}/${certificateId}`]: {}, [id]: {} },
      zones: {
        [zoneId]: zone(certificateId),
        [id]: zone(certificateId),
        ['1'.repeat(32)]: zone(id),
        ['2'.repeat(32)]: associated({ certificateId: id }),
        ['3'.repeat(32)]: associated({ certificateId, replaces: id }),
        ['4'.repeat(32)]: associated({ certificateId, replaces: certificateId }),
      },
      discoveries: { default: discovered(zoneId), other: discovered(id) },
    })
    expect([...state.zones.keys()].sort()).toEqual([zoneId, '4'.repeat(32)].sort())
    expect([...state.discoveries.keys()]).toEqual(['default'])
    expect(dropped?.count).toBe(8)
  })

  test('a key says what is wrong, in a line of bounded length', () => {
    const whole: object = JSON.parse(good).certificates[keyOf(other)]
    const { state, dropped } = reading({ certificates: { [`hostname/${'x'.repeat(100_000)}`]: whole } })
    expect(state.certificates.size).toBe(0)
    expect(dropped?.detail).toMatch(/^certificates\.hostname\/x+…: is not the key of a certificate$/)
    expect(dropped?.detail.length).toBeLessThan(250)
  })
})

test('the rest is restored, with a warning that says how much is lost and why', async () => {
  const path = join(folder, 'state.json')
  await writeFile(path, good.replace(`"notAfter":${facts().notAfter}`, '"notAfter":"soon"'))
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [entry(), other] }), noon)
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const host = { disk: systemDisk, clock: patientClock }
  const rest = { interval: () => 60, onRestoredLate: () => undefined, onWriteFailure: () => undefined }
  await new StateKeeper({ path, inventory, clock: patientClock, log, host, ...rest }).restore()
  expect(certificateAt(inventory.snapshot, keyOf(other))?.known).toBeDefined()
  expect(certificateAt(inventory.snapshot, keyOf(entry()))?.known).toBeUndefined()
  const events = lines.map((line): object => JSON.parse(line))
  expect(events).toMatchObject([
    { level: 40, event: 'state_entries_dropped', path, count: 1, detail: expect.stringContaining('notAfter') },
    { event: 'state_restored', known: 1 },
  ])
})
