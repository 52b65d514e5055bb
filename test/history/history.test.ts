import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { historySlices, readHistory } from '../../src/history/history-text.ts'
import { changeWords, type Histories, type Observation } from '../../src/history/model.ts'
import { keptFor, mostChanges, observe } from '../../src/history/observe.ts'
import { certificateStates } from '../../src/judgement/certificate-states.ts'

const noon = Date.parse('2026-11-23T12:00:00Z') / 1000
const key = 'hostname/023e105f4ecef8ad9ca31a8372d0c353/2458ce5a-0c35-4c7f-82c7-8e9487d3ff60'
const day = 86_400

type Seen = Partial<Omit<Observation, 'key'>>
const seen = (parts: Seen): Observation => ({ key, state: 'ok', inUse: undefined, fingerprint: undefined, ...parts })

/** The words of one certificate's history after it was seen so, a minute after the other. */
function wordsAfter(...sights: readonly Seen[]) {
  const after = sights.reduce<Histories>((before, parts, i) => observe(before, [seen(parts)], noon + i * 60), new Map())
  return after.get(key)?.changes.map(({ at, word }) => `${(at - noon) / 60} ${word}`)
}

const written = (histories: Histories) => [...historySlices(histories)].join('')

describe('what is recorded', () => {
  test('a state once, for as long as it lasts', () => {
    expect(wordsAfter({}, {}, { state: 'warning' }, { state: 'warning' }, {})).toEqual(['0 ok', '2 warning', '4 ok'])
  })

  test('rotations, but none at the first sight, and none because something is not known for a while', () => {
    expect(wordsAfter({ inUse: true }, { inUse: undefined }, { inUse: true }, { inUse: false })).toEqual([
      '0 ok',
      '3 replaced',
    ])
    expect(wordsAfter({ inUse: false }, { inUse: true })).toEqual(['0 ok', '1 presented'])
    const renewed = wordsAfter({ fingerprint: 'aa'.repeat(32) }, {}, { fingerprint: 'bb'.repeat(32) })
    expect(renewed).toEqual(['0 ok', '2 renewed'])
  })

  test('for 90 days, with the state in which they began', () => {
    const at = (days: number, state: Observation['state']) => (before: Histories) =>
      observe(before, [seen({ state })], noon + days * day)
    const after = at(100, 'ok')(at(95, 'ok')(at(5, 'warning')(at(1, 'critical')(at(0, 'ok')(new Map())))))
    expect(after.get(key)?.changes.map(({ word }) => word)).toEqual(['warning', 'ok'])
    expect(
      at(
        300,
        'ok',
      )(after)
        .get(key)
        ?.changes.map(({ word }) => word),
    ).toEqual(['ok'])
  })

  test('forty changes at most, the latest', () => {
    const sights = Array.from({ length: 100 }, (_, i) => ({ state: i % 2 === 0 ? 'ok' : 'warning' }) as const)
    expect(wordsAfter(...sights)).toHaveLength(mostChanges)
    expect(wordsAfter(...sights)?.at(-1)).toBe('99 warning')
  })

  test('what has not been asked for since the start keeps its history, however old that is, and none begins', () => {
    const before = observe(new Map(), [seen({})], noon)
    const unasked = seen({ state: undefined })
    const after = observe(before, [unasked, { ...unasked, key: 'other' }], noon + 200 * day)
    expect([...after]).toEqual([...before])
  })

  test('what is not watched any more comes back with its history, until that is too old', () => {
    const before = observe(new Map(), [seen({})], noon)
    expect(observe(before, [], noon + 10 * day).get(key)).toBe(before.get(key))
    expect(observe(before, [], noon + keptFor + day).size).toBe(0)
  })
})

describe('the file', () => {
  const minutes = fc.integer({ min: 20_000_000, max: 40_000_000 })
  const histories = fc.dictionary(
    fc.string().map((end) => `hostname/${end}`),
    fc.record({
      changes: fc
        .array(fc.record({ at: minutes.map((minute) => minute * 60), word: fc.constantFrom(...changeWords) }), {
          maxLength: 40,
        })
        .map((changes) => changes.toSorted((a, b) => a.at - b.at)),
      inUse: fc.constantFrom(true, false, undefined),
      fingerprint: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/), { nil: undefined }),
    }),
  )

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(histories, (all) => {
        const map: Histories = new Map(Object.entries(all))
        expect(readHistory(written(map))).toEqual({ histories: map, dropped: 0 })
      }),
    )
  })

  test('whatever stands in it, reading does not throw, and a wrong entry costs only itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        readHistory(text)
      }),
    )
    const good = written(observe(new Map(), [seen({})], noon))
    const broken = good.replace('{\n', '{\n"x":"nonsense","y":7,')
    expect(readHistory(broken)).toMatchObject({ dropped: 2, histories: { size: 1 } })
    expect(readHistory('{"version":2,"certificates":{}}')).toBeUndefined()
  })

  test('a word of a later version is passed over, and what follows keeps its time', () => {
    const text = `{"version":1,"certificates":{"${key}":"-:Ga0Z5N5"}}`
    const changes = readHistory(text)?.histories.get(key)?.changes
    expect(changes?.map(({ at, word }) => [at / 60, word])).toEqual([
      [360, 'warning'],
      [370, 'ok'],
    ])
  })

  test('of ten thousand certificates with forty changes each has 400 bytes for each', () => {
    const changes = Array.from({ length: mostChanges }, (_, i) => {
      const word = certificateStates[i % certificateStates.length] ?? 'ok'
      return { at: noon + i * 2 * day, word }
    })
    const history = { changes, inUse: true, fingerprint: 'abcdef01' }
    const keyOf = (i: number) => key.slice(0, -6) + String(i).padStart(6, '0')
    const all: Histories = new Map(Array.from({ length: 10_000 }, (_, i) => [keyOf(i), history]))
    expect(written(all).length / 10_000).toBeLessThan(400)
    for (const slice of historySlices(all)) expect(slice.length).toBeLessThan(400_000)
  })
})
