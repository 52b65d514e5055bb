import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/cloudflare/json.ts'

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('brackets, commas and quotes in a text are no structure', () => {
  const value = { text: `"${'[{,'.repeat(200_000)}\\` }
  expect(parseJson(JSON.stringify(value))).toEqual(value)
})

test.each([
  ['nested lists', '['.repeat(40) + ']'.repeat(40)],
  ['nested objects', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
  ['many values', `[${Array(200_000).fill('1').join(',')}]`],
  ['many objects', `[${Array(200_000).fill('{}').join(',')}]`],
  ['no JSON', 'all is well'],
  ['an open text', '{"a":"\\'],
])('refuses %s', (_, text) => {
  expect(parseJson(text)).toBeUndefined()
})
