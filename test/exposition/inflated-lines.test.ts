import { expect, test } from 'vitest'
import { deflatePart } from '../../src/exposition/deflated-part.ts'
import { InflatedLines } from '../../src/exposition/inflated-lines.ts'

const partsOf = (...texts: readonly string[]) => Promise.all(texts.map(deflatePart))

test('the same parts are inflated once, and other parts anew', async () => {
  const lines = new InflatedLines()
  const [parts, others] = [await partsOf('a 1\n', 'b 2\n'), await partsOf('a 3\n')]
  const text = await lines.of(parts)?.()
  expect(Buffer.from(text ?? []).toString()).toBe('a 1\nb 2\n')
  expect(await lines.of(parts)?.()).toBe(text)
  expect(Buffer.from((await lines.of(others)?.()) ?? []).toString()).toBe('a 3\n')
})

test('what is too long is not kept', async () => {
  expect(new InflatedLines().of(await partsOf('a'.repeat(8 * 1024 * 1024), '\n'))).toBe(undefined)
})
