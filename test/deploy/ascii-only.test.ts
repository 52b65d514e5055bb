import { expect, test } from 'vitest'
import { inAscii } from '../../bundle/ascii-only.ts'

test('a bundle in ASCII means the same', () => {
  const code =
    "export default ['…', `a — b`, /[–é]/.test('é'), '\u{1f512}', /^\u{1f512}$/u.test('\u{1f512}'), 'a\\\\b']"
  const ascii = inAscii(code)
  expect(ascii).toMatch(/^\p{ASCII}*$/u)
  expect(inAscii(ascii)).toBe(ascii)
  const evaluated = (text: string): unknown => new Function(text.replace('export default', 'return'))()
  expect(evaluated(ascii)).toEqual(evaluated(code))
  expect(() => inAscii("'\\…'")).toThrow('backslash')
})
