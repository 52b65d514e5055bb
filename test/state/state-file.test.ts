import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inventory } from '../../src/inventory/inventory.ts'
import { certificateAt } from '../../src/inventory/places.ts'
import { certificatesOf, keyOf } from '../../src/inventory/snapshot.ts'
import { readState } from '../../src/state/format.ts'
import { restoreState } from '../../src/state/state-file.ts'
import { checked, entry, facts, failure, noon, record } from '../support/certificates.ts'
import { stateText, useStateFolder, writeState } from '../support/state.ts'
import { snapshotOf, watchList } from '../support/zones.ts'

let path: string
useStateFolder((made) => {
  path = made
})

const other = entry({ certificateId: '11111111-0c35-4c7f-82c7-8e9487d3ff60' })
const chained = facts({ chain: [{ subject: 'CN=Origin CA', notAfter: noon + 900 }], chainNotAfter: noon + 900 })
const snapshot = snapshotOf(
  checked([{ kind: 'succeeded', record: record(), facts: chained }, failure('auth')]),
  checked([{ kind: 'succeeded', record: record({ status: undefined, issuer: undefined }), facts: undefined }], other),
  checked([failure('not_found', 1551)], entry({ certificateId: '22222222-0c35-4c7f-82c7-8e9487d3ff60' })),
)

test('what is known comes back as it was', async () => {
  await writeState(path, stateText(snapshot, noon))
  const restoration = await restoreState(path)
  if (restoration.kind !== 'restored') throw new Error(restoration.kind)
  expect(restoration.state.writtenAt).toBe(noon)
  const remembered = certificatesOf(snapshot).map(({ entry, known, check }) => [keyOf(entry), { known, check }])
  expect([...restoration.state.certificates]).toEqual(remembered)
})

test('a file from before there were chains in it is loaded all the same', async () => {
  const older = stateText(snapshot, noon).replace(/"chain":\[[^\]]*\],/, '')
  expect(older).not.toContain('"chain":')
  const reading = readState(older)
  const [first] = reading.ok ? reading.state.certificates.values() : []
  expect(first?.known?.facts).toEqual({ ...chained, chain: [] })
})

test('it holds facts, and neither configuration nor PEM', () => {
  const text = stateText(snapshot, noon)
  expect(text).toContain(facts().fingerprintSha256)
  for (const word of ['BEGIN', 'payments-api', 'team', 'thresholds', 'credentials']) expect(text).not.toContain(word)
})

test('entries that are no longer configured are not restored', async () => {
  await writeState(path, stateText(snapshot, noon))
  const restoration = await restoreState(path)
  if (restoration.kind !== 'restored') throw new Error(restoration.kind)
  const inventory = new Inventory()
  inventory.watch(watchList({ certificates: [other] }), noon)
  inventory.restore(restoration.state, noon)
  expect(certificatesOf(inventory.snapshot)).toEqual([certificateAt(snapshot, keyOf(other))])
})

test('without a file there is nothing to restore', async () => {
  expect(await restoreState(path)).toEqual({ kind: 'absent' })
})

describe('a file of no use is set aside, and never stops the start', () => {
  const good = stateText(snapshot, noon)
  test.each([
    ['empty', '', 'not JSON'],
    ['cut off', good.slice(0, -40), 'not JSON'],
    ['foreign', '{"format":"something else"}', 'not a state file'],
    ['of the future', good.replace('"version":1', '"version":2'), 'another version'],
    ['of an older version', good.replace('"version":1', '"version":0'), 'another version'],
    ['of no time', good.replace(`"writtenAt":${noon}`, '"writtenAt":"today"'), 'writtenAt'],
    ['without certificates', good.replace('"certificates":', '"others":'), 'certificates'],
    ['binary', '\u0000\u0001\ufffd', 'not JSON'],
    ['a list', '[]', 'not JSON'],
  ])('%s', async (_, content, detail) => {
    await writeFile(path, content)
    const to = `${path}.set-aside.1`
    expect(await restoreState(path)).toEqual({ kind: 'set_aside', detail: expect.stringContaining(detail), to })
    expect(await readFile(to, 'utf8')).toBe(content)
    expect(await restoreState(path)).toEqual({ kind: 'absent' })
  })

  test('any text, and any damage to a good one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (content) => {
        expect(readState(content).ok).toBe(false)
      }),
    )
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.string({ maxLength: 3 }), (at, damage) => {
        const reading = readState(good.slice(0, at) + damage + good.slice(at + 1))
        if (!reading.ok) expect(reading.detail).toMatch(/./)
      }),
    )
  })
})
