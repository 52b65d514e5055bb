import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { composeYaml } from '../../src/config/yaml/compose-yaml.ts'
import { contentOf } from '../../src/config/yaml/content.ts'
import { YamlEntries } from '../../src/config/yaml/entry-lists.ts'
import { isHarmless } from '../../src/config/yaml/yaml-faults.ts'
import { countCpuSeconds } from '../support/cpu.ts'
import { hostileTexts, numbered, repeated } from '../support/hostile-texts.ts'
import { runsOf, sampleOf } from '../support/sample.ts'
import { certificates, problems } from './support.ts'

const mostSeconds = 2
describe('8 MB of anything are judged in two seconds', () => {
  test.each(sampleOf('hostileTexts', 'hostile texts', hostileTexts, 3))('%s', (_, text) => {
    const content = text()
    const spent = countCpuSeconds()
    const found = problems(content, {})
    expect(spent()).toBeLessThan(mostSeconds)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThanOrEqual(1_001)
  })
})

test('of thousands of problems the first thousand are told, and how many more there are', () => {
  const found = problems(`${certificates}${repeated('  - x\n', 9_000)}`)
  expect(found).toHaveLength(1_001)
  expect(found.at(-1)).toMatch(/\(file\): 500 more problems like those above$/)
})

describe('a list that is read in parts is the same list', () => {
  const word = fc.constantFrom(
    'a',
    'b: c',
    '"q"',
    "'",
    '&x y',
    '*x',
    '# c',
    '|',
    '>',
    '[1, 2]',
    '{a: 1}',
    '{',
    '!t v',
    '? k',
    '',
    '~',
    '@',
  )
  const line = fc.tuple(
    fc.constantFrom('', '', '  ', '    ', '\t'),
    fc.constantFrom('- ', '- ', '-', '', 'k: ', '- - '),
    word,
  )
  const text = fc
    .tuple(
      fc.constantFrom('list:\n', 'x: 1\nlist: # c\n', 'list: &x\n', ''),
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('', 'end: 1\n', '---\n'),
    )
    .map(([head, lines, tail]) => `${head}${lines.map((parts) => parts.join('')).join('\n')}\n${tail}`)

  function read(source: string, atOnce: number) {
    const composed = composeYaml(source, new LineCounter(), new YamlEntries(atOnce))
    if (!composed.ok) return composed
    const { tree, unknownAliases, duplicates } = contentOf(composed.root)
    // A broken document is not read any further: where its faults are told may differ.
    if (!composed.faults.every(isHarmless)) return 'broken'
    return { tree, unknownAliases, duplicates, faults: composed.faults }
  }

  test('whatever stands in it, faults included', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(read(source, 1)).toEqual(read(source, Number.POSITIVE_INFINITY))
      }),
      { numRuns: runsOf(200) },
    )
  })

  test('faults stand in the order of the text, whichever part found them', () => {
    const composed = composeYaml('list:\n- !t v\n- a\n- a\n- - !t v\n', new LineCounter(), new YamlEntries(1))
    expect(composed.ok && composed.faults.map(({ offset }) => offset)).toEqual([8, 25])
  })

  test('as the library itself reads it', () => {
    fc.assert(
      fc.property(text, (source) => {
        const document: Document.Parsed = parseDocument(source, {
          stringKeys: true,
          uniqueKeys: false,
          logLevel: 'silent',
        })
        const own = read(source, 1)
        if (typeof own === 'string' || !('tree' in own) || own.unknownAliases.length > 0) return
        expect(own.tree).toEqual(document.toJS({ maxAliasCount: -1 }))
      }),
      { numRuns: runsOf(200) },
    )
  })
})

test.each([
  ['a list', '? certificates\n- zone_id: x\n'],
  ['a map', '? certificates\n  a: b\n? "c"\n  d: e\n'],
  ['a text', '? "certificates"\n"x"\n'],
  ['a value further inside', 'x:\n- ? k\n  - y\n'],
])('%s after a key that begins with ? is a fault without its colon: it is not left out without a word', (_, text) => {
  expect(problems(text, {})).toEqual([expect.stringMatching(/a character is missing/)])
})

test('ten thousand certificates with three labels each are within the limits', () => {
  const entry = (i: number) =>
    `  - zone_id: "${String(i % 500).padStart(32, '0')}"\n    certificate_id: "${String(i).padStart(32, '0')}"\n    name: origin-${i}\n    zone: example-${i}.com\n    labels:\n      a: x\n      b: y\n      c: z\n`
  expect(problems(`certificates:\n${numbered(10_000, entry)}`)).toEqual([])
})
