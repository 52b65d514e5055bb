import { Readable } from 'node:stream'
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import { crc32Of, deflatedStream, lengthOf, type Part, textOf } from './deflated-part.ts'

/** Bytes that are sent in several pieces. */
export interface Body {
  /** The length of all pieces together, in bytes. */
  readonly length: number
  /** Can be read once. */
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  readonly held: HeldBytes
}

/** What a body keeps in memory until it has been sent. */
export interface HeldBytes {
  /** What this body alone keeps, in bytes. */
  readonly bytes: number
  /** What other bodies with the same key keep as well. It is counted once for all of them. */
  readonly shared?: { readonly key: object; readonly bytes: number } | undefined
}

/** A header without a name and a time, with the system unknown (RFC 1952, section 2.3). */
const gzipHeader = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

/** Makes one gzip member from all parts. `curl --compressed` reads only the first member. */
export function gzipBody(parts: readonly Part[], held = allOf(parts)): Body {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32Of(parts))
  trailer.writeUInt32LE(lengthOf(parts) % 2 ** 32, 4)
  const pieces = [gzipHeader, ...deflatedStream(parts), trailer]
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  return { length, pieces: length <= gatheredSize ? [Buffer.concat(pieces, length)] : gathered(pieces), held }
}

/** A text up to this size is inflated at once, which takes a few milliseconds. */
const smallText = 1024 * 1024

/** Serves the rare reader that accepts no gzip. A long text is inflated while it is read, so that the whole of it is never in memory. */
export function plainBody(parts: readonly Part[], held = allOf(parts)): Body {
  const length = lengthOf(parts)
  const deflated = deflatedStream(parts)
  if (length > smallText) return { length, pieces: inflate(deflated), held }
  return { length, pieces: inflateAtOnce(deflated), held: { ...held, bytes: held.bytes + length } }
}

/**
 * As `plainBody`, where most of the text is kept inflated.
 * @param kept gives the text of `parts`
 */
export function plainBodyAfter(parts: readonly Part[], kept: () => Promise<Uint8Array>, others: readonly Part[]): Body {
  const [keptLength, length] = [lengthOf(parts), lengthOf(others)]
  const held = { bytes: length, shared: { key: parts, bytes: keptLength } }
  return { length: keptLength + length, pieces: textsAfter(kept, others), held }
}

async function* textsAfter(kept: () => Promise<Uint8Array>, others: readonly Part[]): AsyncGenerator<Uint8Array> {
  yield await kept()
  for (const part of others) yield textOf(part)
}

function* inflateAtOnce(deflated: readonly Uint8Array[]): Generator<Uint8Array> {
  yield inflateRawSync(Buffer.concat(deflated))
}

async function* inflate(deflated: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* Readable.from(gathered(deflated), { objectMode: true }).pipe(createInflateRaw({ chunkSize: 64 * 1024 }))
}

function allOf(parts: readonly Part[]): HeldBytes {
  return { bytes: deflatedLength(parts) }
}

/** The bytes of memory that the parts take. */
export function deflatedLength(parts: readonly Part[]): number {
  return parts.reduce((sum, { deflated }) => sum + deflated.reduce((of, piece) => of + piece.length, 0), 0)
}

/** As much as is sent at once. Between two pieces a scrape waits for its turn behind whatever else the event loop does. */
const gatheredSize = 256 * 1024

/**
 * Joins hundreds of small pieces into a few large ones. Each is made when it is needed, so that a slow reader holds no copy of the
 * rest.
 */
function* gathered(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let next: Uint8Array[] = []
  let size = 0
  for (const piece of pieces) {
    if (size > 0 && size + piece.length > gatheredSize) {
      yield Buffer.concat(next)
      next = []
      size = 0
    }
    next.push(piece)
    size += piece.length
  }
  if (next.length > 0) yield Buffer.concat(next)
}
