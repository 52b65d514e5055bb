import fc from 'fast-check'
import { expect, test } from 'vitest'
import { align, cut, hanging, width } from '../../src/cli/text-width.ts'

test.each([
  ['api.example.com', 15],
  ['münchen', 7],
  ['mu\u0308nchen', 7],
  ['証明書', 6],
  ['🔑', 2],
])('%s takes %i columns of a terminal', (text, columns) => {
  expect(width(text)).toBe(columns)
})

test('columns stand below each other, whatever the script', () => {
  expect(align(['証明書', 'x'], [8, 1])).toBe('証明書    x')
  expect(align(['api', 'x'], [8, 1])).toBe('api       x')
})

test('a character that takes two columns is not cut in half', () => {
  expect(cut('証明書', 4)).toBe('証…')
  expect(cut('証明書', 6)).toBe('証明書')
})

test('a text that is too long is cut to what fits on six lines', () => {
  const lines = hanging('a '.repeat(500), 11)
  expect(lines).toHaveLength(6)
  expect(lines[5]).toMatch(/…$/)
  expect(hanging('a '.repeat(25), 11).join('')).not.toContain('…')
})

const letters = fc.constantFrom('a', '.', ' ', 'ü', 'u\u0308', '証', '明', '🔑')

test('no line is wider than the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 300 }), fc.integer({ min: 4, max: 80 }), (text, columns) => {
      for (const line of [cut(text, columns), ...hanging(text, columns)])
        expect(width(line)).toBeLessThanOrEqual(columns)
    }),
  )
})
