import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readState } from '../../src/state/format.ts'
import { headBytes, markInHead } from '../../src/state/write-mark.ts'
import { checked, noon, success } from '../support/certificates.ts'
import { markAt, stateText } from '../support/state.ts'
import { snapshotOf } from '../support/zones.ts'

const text = stateText(snapshotOf(checked([success])), noon)
const older = text.replace(/"writer":\{[^}]*\},/, '')

test.each([
  ['of this version', text, markAt(noon)],
  ['of a version without marks', older, markAt(noon, { id: undefined, number: 0, since: 0 })],
])('the mark of a file %s stands in its head, and is the same for whoever reads all of it', (_, content, mark) => {
  expect(markInHead(content.slice(0, headBytes))).toEqual(mark)
  const reading = readState(content)
  expect(reading.ok && reading.state.mark).toEqual(mark)
})

test('the mark costs no file its entries, whatever it says', () => {
  const reading = readState(text.replace(/"writer":\{[^}]*\}/, '"writer":"someone"'))
  expect(reading.ok && [reading.state.certificates.size, reading.state.mark.id]).toEqual([1, undefined])
})

test.each(['', '{}', 'null', text.slice(0, 60), ` ${text}`, text.replace('"version":1', '"version":2')])(
  'the head of another file has none: %j',
  (content) => {
    expect(markInHead(content.slice(0, headBytes))).toBeUndefined()
  },
)

test('a file of the first versions is read', () => {
  const reading = readState(readFileSync('test/reliability/corpus/state/three.json', 'utf8'))
  expect(reading.ok && reading.state.certificates.size).toBeGreaterThan(0)
})
