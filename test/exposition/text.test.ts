import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Family } from '../../src/exposition/family.ts'
import { FamilyWriter } from '../../src/exposition/family-writer.ts'
import { type Format, writeEnd } from '../../src/exposition/text.ts'
import { anyCharacter } from '../support/any-character.ts'

function writeExposition(families: readonly Family[], format: Format): string {
  return new FamilyWriter(format).write(families) + writeEnd(format)
}

function gauge(label: string, value = 1): Family {
  return { name: 'x', help: 'help', type: 'gauge', samples: [{ labels: [['name', label]], value }] }
}

const counter: Family = {
  name: 'requests_total',
  help: 'say "hello"\\\nthere',
  type: 'counter',
  samples: [{ labels: [], value: 3 }],
}

const histogram: Family = {
  name: 'duration_seconds',
  help: 'd',
  type: 'histogram',
  samples: [
    { labels: [['le', '0.5']], value: 1, suffix: '_bucket' },
    { labels: [['le', '1']], value: 2, suffix: '_bucket' },
    { labels: [['le', '+Inf']], value: 2, suffix: '_bucket' },
    { labels: [], value: 0.75, suffix: '_sum' },
    { labels: [], value: 2, suffix: '_count' },
  ],
}

test("Prometheus' text format", () => {
  expect(writeExposition([counter, histogram], 'text')).toBe(`# HELP requests_total say "hello"\\\\\\nthere
# TYPE requests_total counter
requests_total 3
# HELP duration_seconds d
# TYPE duration_seconds histogram
duration_seconds_bucket{le="0.5"} 1
duration_seconds_bucket{le="1"} 2
duration_seconds_bucket{le="+Inf"} 2
duration_seconds_sum 0.75
duration_seconds_count 2
`)
})

test('OpenMetrics', () => {
  expect(writeExposition([counter, histogram], 'openmetrics')).toBe(`# HELP requests say \\"hello\\"\\\\\\nthere
# TYPE requests counter
requests_total 3
# HELP duration_seconds d
# TYPE duration_seconds histogram
duration_seconds_bucket{le="0.5"} 1
duration_seconds_bucket{le="1.0"} 2
duration_seconds_bucket{le="+Inf"} 2
duration_seconds_sum 0.75
duration_seconds_count 2
# EOF
`)
})

test('a family without samples is left out', () => {
  expect(writeExposition([{ ...counter, samples: [] }], 'text')).toBe('')
  expect(writeExposition([], 'openmetrics')).toBe('# EOF\n')
})

test.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
  [-0.25, '-0.25'],
  [1e21, '1e+21'],
  [253402300799, '253402300799'],
])('%d is written %s', (value, text) => {
  expect(writeExposition([gauge('a', value)], 'text')).toContain(`x{name="a"} ${text}\n`)
})

describe('a hostile label', () => {
  test.each([
    ['quotes "\\', 'quotes \\"\\\\'],
    ['two\nlines', 'two\\nlines'],
    ['a\r\u0000\u0085\u2028b', 'a\u{fffd}\u{fffd}\u{fffd}\u{fffd}b'],
    ['ok\u202egnp.exe\u2066\u061c', 'ok\u{fffd}gnp.exe\u{fffd}\u{fffd}'],
    ['pay\u200bpal\u200d\ufeff\u00ad', 'pay\u{fffd}pal\u{fffd}\u{fffd}\u{fffd}'],
    ['half \ud83d of a pair', 'half \u{fffd} of a pair'],
    ['<script>', '<script>'],
  ])('%o', (label, written) => {
    expect(writeExposition([gauge(label)], 'text')).toContain(`x{name="${written}"} 1\n`)
  })

  test('over 512 characters is cut, and no character is halved', () => {
    const [, written] = /name="(.*)"/.exec(writeExposition([gauge('😀'.repeat(600))], 'text')) ?? []
    expect(written).toBe(`${'😀'.repeat(511)}…`)
    expect(writeExposition([gauge('x'.repeat(512))], 'text')).toContain(`"${'x'.repeat(512)}"`)
  })

  test('whatever it is, it stays in its one line, and is read back as it is shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 600 }), (label) => {
        const lines = writeExposition([gauge(label)], 'text').split('\n')
        expect(lines).toHaveLength(4)
        const [, written = ''] = /^x\{name="((?:[^"\\]|\\["\\n])*)"\} 1$/.exec(lines[2] ?? '') ?? []
        const read = written.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
        const shown = [
          ...label.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => (c === '\n' ? c : '\u{fffd}')),
        ]
        expect(read).toBe(shown.length > 512 ? `${shown.slice(0, 511).join('')}…` : shown.join(''))
      }),
      { numRuns: 500 },
    )
  })
})
