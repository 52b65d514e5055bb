import { readFileSync } from 'node:fs'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'
import { mutantsOf, mutated } from './mutants.ts'

function changesOf(source: string): readonly string[] {
  return mutantsOf('x.ts', source).map((mutant) => mutated(source, mutant))
}

test.each<[string, readonly string[]]>([
  ['f(a < b)', ['f(a <= b)', ';']],
  ['f(a ?? b)', ['f(a)', ';']],
  ['f(!a && b)', ['f(!a || b)', 'f(a && b)', ';']],
  ['f(a ? b : c)', ['f(true ? b : c)', 'f(false ? b : c)', ';']],
  ['f([a, ...b])', ['f([...b])', 'f([a])', ';']],
  ['f({ a, b: c })', ['f({ b: c })', 'f({ a })', ';']],
  ['f(a.filter(b))', ['f(a)', ';']],
  ['f(Math.min(a, b))', ['f(Math.max(a, b))', 'f(Math.min(b, a))', ';']],
  ['f(/^a$/i)', ['f(/a$/i)', 'f(/^a/i)', ';']],
  ['f(await a)', ['f(a)', ';']],
  ["f('a', 1)", ["f('', 1)", "f('a', 2)", "f(1, 'a')", ';']],
])('%s', (source, changes) => expect(changesOf(source).toSorted()).toEqual(changes.toSorted()))

test.each([
  "import { a } from './a.ts'",
  "type A = 'a' | 1",
  'interface A { readonly a?: string[] }',
  'function f() { return undefined }',
])('nothing is changed in %s', (source) => expect(changesOf(source)).toEqual([]))

test('what is changed in a real file is still a program', () => {
  const path = 'src/monitor/publisher.ts'
  const source = readFileSync(path, 'utf8')
  const mutants = mutantsOf(path, source)
  expect(mutants.length).toBeGreaterThan(50)
  for (const mutant of mutants) {
    expect(source.slice(mutant.start, mutant.end)).toBe(mutant.before)
    expect(() => parseAst(mutated(source, mutant), { lang: 'ts' }), JSON.stringify(mutant)).not.toThrow()
  }
})
