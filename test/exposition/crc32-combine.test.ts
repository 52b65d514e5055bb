import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combineCrc32 } from '../../src/exposition/crc32-combine.ts'

test('is the CRC-32 of both together', () => {
  const bytes = fc.uint8Array({ maxLength: 5_000 })
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(Buffer.concat([first, second])))
    }),
  )
})

test('of a long piece too', () => {
  const long = Buffer.alloc(100_000_000, 'long ')
  expect(combineCrc32(crc32('first'), crc32(long), long.length)).toBe(crc32(long, crc32('first')))
})
