import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { crc32Of, lengthOf, type Part } from './part.ts'

/** Bytes that are sent one piece after the other. */
export interface Body {
  /** In bytes, of all pieces. */
  readonly length: number
  readonly pieces: readonly Uint8Array[] | AsyncIterable<Uint8Array>
}

/** Deflate's final block, empty. */
const finalBlock = new Uint8Array([0x03, 0x00])

/** No name, no time, an unknown system (RFC 1952, section 2.3). */
const gzipHeader = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

/** One gzip member made of all parts: of several `curl --compressed` reads the first only. */
export function gzipBody(parts: readonly Part[]): Body {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32Of(parts))
  trailer.writeUInt32LE(lengthOf(parts) % 2 ** 32, 4)
  const pieces = [gzipHeader, ...deflatedPieces(parts), trailer]
  return { length: pieces.reduce((sum, { length }) => sum + length, 0), pieces }
}

/** For the rare reader who takes no gzip: inflated as it is read, so that the whole text never stands in memory. */
export function plainBody(parts: readonly Part[]): Body {
  return { length: lengthOf(parts), pieces: inflate(deflatedPieces(parts)) }
}

async function* inflate(deflated: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* Readable.from(deflated, { objectMode: true }).pipe(createInflateRaw({ chunkSize: 64 * 1024 }))
}

function deflatedPieces(parts: readonly Part[]): readonly Uint8Array[] {
  return [...parts.map(({ deflated }) => deflated).filter(({ length }) => length > 0), finalBlock]
}
