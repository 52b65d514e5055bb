import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decodeBody } from '../../src/cloudflare/content-encoding.ts'

const largest = 64 * 1024
const text = '{"success": true, "name": "bücher"}'
const encodings = { gzip: gzipSync, 'x-gzip': gzipSync, br: brotliCompressSync, deflate: deflateSync }

describe.each(Object.entries(encodings))('%s', (name, encode) => {
  test('is decoded, however its name is written', async () => {
    for (const written of [name, name.toUpperCase(), ` ${name} `])
      expect(await decodeBody(encode(text), written, largest)).toEqual({ text, detail: undefined })
  })

  test('is decoded up to the bound, and no further', async () => {
    expect((await decodeBody(encode(Buffer.alloc(largest, ' ')), name, largest)).text).toHaveLength(largest)
    const bomb = await decodeBody(encode(Buffer.alloc(50 * largest, ' ')), name, largest)
    expect(bomb.detail).toBe(`content-encoding ${name}, more than ${largest} bytes when decoded`)
    // The text itself would be compared for minutes where it is no empty one.
    expect(bomb.text.length).toBe(0)
  })

  test.each([
    // Random bytes are brotli now and then.
    ['broken', Buffer.alloc(100, 0xff)],
    ['cut off', encode(randomBytes(1_000)).subarray(0, 500)],
    ['empty', Buffer.alloc(0)],
  ])('that is %s says so', async (_, bytes) => {
    const { text, detail } = await decodeBody(bytes, name, largest)
    expect(text).toBe('')
    if (bytes.length > 0) expect(detail).toMatch(/^content-encoding [\w-]+, not decodable \(\w+\)$/)
  })
})

test.each([undefined, '', 'identity'])('%j is no encoding', async (encoding) => {
  expect(await decodeBody(Buffer.from(`\ufeff${text}`), encoding, largest)).toEqual({ text, detail: undefined })
})

test.each(['zstd', 'gzip, br', 'constructor', 'Zstd'])('%s is named', async (encoding) => {
  const decoded = await decodeBody(Buffer.from(text), encoding, largest)
  expect(decoded).toEqual({ text: '', detail: `content-encoding ${encoding}, which cannot be read` })
})
