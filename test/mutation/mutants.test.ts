import { readFileSync } from 'node:fs'
import { parseAst } from 'rolldown/parseAst'
import { expect, test } from 'vitest'
import { changesNothing } from './changes-nothing.ts'
import { mutantsOf, mutated } from './mutants.ts'
import { withSwitches } from './switches.ts'

function changesOf(source: string): readonly string[] {
  return mutantsOf('x.ts', source).map((mutant) => mutated(source, mutant))
}

test.each<[string, readonly string[]]>([
  ['f(a < b)', ['f(a <= b)', ';']],
  ['f(a.toString())', [';']],
  ['f({ a: b, })', ['f({})', ';']],
  ['f(/a\\$/)', [';']],
  ['f(a ?? b)', ['f(a)', ';']],
  ['f(!a && b)', ['f(!a || b)', 'f(a && b)', ';']],
  ['f(a ? b : c)', ['f(true ? b : c)', 'f(false ? b : c)', ';']],
  ['f([a, ...b])', ['f([...b])', 'f([a])', ';']],
  ['f({ a, b: c })', ['f({ b: c })', 'f({ a })', ';']],
  ['f(a.filter(b))', ['f(a)', ';']],
  ['f(Math.min(a, b))', ['f(Math.max(a, b))', ';']],
  ['f(/^a$/i)', ['f(/a$/i)', 'f(/^a/i)', ';']],
  ['f(await a)', ['f(a)', ';']],
  ["f('a', 1)", ["f('', 1)", "f('a', 2)", "f(1, 'a')", ';']],
])('%s', (source, changes) => expect(changesOf(source).toSorted()).toEqual(changes.toSorted()))

test.each(["new RangeError('no such day')", "log.info('begins')", "z.string().describe(a ? 'one' : 'two')"])(
  'no words for people are changed in %s',
  (source) => expect(changesOf(source).filter((each) => /''/.test(each))).toEqual([]),
)

test.each([
  "import { a } from './a.ts'",
  "export { a } from './a.ts'",
  "type A = 'a' | 1",
  'interface A { readonly a?: string[] }',
  'function f() { return undefined }',
])('nothing is changed in %s', (source) => expect(changesOf(source)).toEqual([]))

test('what runs once is known from what runs at each call', () => {
  const source =
    'const a = 1\nclass C {\n  b = 2\n}\nconst f = () => 3\nfunction g() {\n  h(4)\n}\nconst all = [{ i: 5 }]'
  const once = mutantsOf('x.ts', source).filter(({ runsAtImport }) => runsAtImport)
  expect([...new Set(once.map(({ line }) => line))]).toEqual([1, 9])
})

test('what is changed in a real file is still a program', () => {
  const path = 'src/monitor/publisher.ts'
  const source = readFileSync(path, 'utf8')
  const mutants = mutantsOf(path, source)
  expect(mutants.length).toBeGreaterThan(50)
  for (const mutant of mutants) {
    expect(source.slice(mutant.start, mutant.end)).toBe(mutant.before)
    expect(() => parseAst(mutated(source, mutant), { lang: 'ts' }), JSON.stringify(mutant)).not.toThrow()
  }
  const planted = withSwitches(source, new Map(mutants.entries()))
  expect(() => parseAst(planted, { lang: 'ts' })).not.toThrow()
})

test.each([
  'const f = (a, b) => a?.b(b + 1).c ?? b',
  'const f = (a, b) => (a ? [a, ...b] : { a, b: !b }) && b > 1',
  'const f = (a, b) => {\n  b.push(a)\n  g(a, b)\n  if (a < b) return a\n  return [a, b]\n}\nconst g = (a, b) => b.push(a)',
])('a change that is switched on is the change, and the others are not there: %s', (source) => {
  const resultOf = (program: string, on: number) => {
    const start = new Function('mutation', `globalThis.mutation = mutation; ${program}; return f`)
    const f = start((number: number) => number === on)
    return [undefined, 0, 2, { b: one }].flatMap((a) => [[], [3], 1].map((b) => attempt(() => f(a, b))))
  }
  const mutants = mutantsOf('x.ts', source)
  const planted = withSwitches(source, new Map(mutants.entries()))
  expect(resultOf(planted, -1)).toEqual(resultOf(source, -1))
  for (const [i, mutant] of mutants.entries())
    expect(resultOf(planted, i), mutated(source, mutant)).toEqual(resultOf(mutated(source, mutant), -1))
})

test.each(changesNothing)('$path still has the change of $line that changes nothing', ({ path, line, after }) => {
  const all = mutantsOf(path, readFileSync(path, 'utf8'))
  expect(all.some((each) => each.lineText === line && each.after === after)).toBe(true)
})

const one = () => 1

function attempt(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error.name : error
  }
}
