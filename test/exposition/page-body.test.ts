import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { deflatePart } from '../../src/exposition/deflated-part.ts'
import { gzipBody, plainBody } from '../../src/exposition/page-body.ts'

test('what is sent in several pieces is the text, each byte once', async () => {
  const texts = [300, 10, 500, 700].map((kilobytes) => randomBytes(kilobytes * 512).toString('hex'))
  const parts = await Promise.all(texts.map(deflatePart))
  const [zipped, plain] = [gzipBody(parts), plainBody(parts)]
  const pieces = [...(zipped.pieces as Iterable<Uint8Array>)]
  expect(pieces.length).toBeGreaterThan(1)
  expect(Buffer.concat(pieces)).toHaveLength(zipped.length)
  expect(gunzipSync(Buffer.concat(pieces)).toString() === texts.join('')).toBe(true)
  expect((await buffer(plain.pieces as AsyncIterable<Uint8Array>)).toString() === texts.join('')).toBe(true)
})
