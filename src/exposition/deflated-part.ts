import { promisify } from 'node:util'
import { constants, crc32, deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { combineCrc32 } from './crc32-combine.ts'

/** A piece of text that is kept only deflated. Several pieces in a row form one stream. */
export interface Part {
  /** Raw deflate that ends with a full flush. It stays in pieces, so that joining copies nothing. */
  readonly deflated: readonly Uint8Array[]
  /** The CRC-32 of the text. */
  readonly crc32: number
  /** The length of the text, in bytes. */
  readonly length: number
  /** The text itself, where it is short and not kept for long. */
  readonly text?: Uint8Array
}

export const emptyPart: Part = { deflated: [], crc32: 0, length: 0 }

const deflate = promisify(deflateRaw)

const options = { level: constants.Z_BEST_SPEED, finishFlush: constants.Z_FULL_FLUSH }

/** Texts up to this size take less than a millisecond. The way to the thread pool and back would take longer. */
const smallSize = 64 * 1024

export async function deflatePart(text: string): Promise<Part> {
  if (text === '') return emptyPart
  const bytes = Buffer.from(text)
  const deflated = bytes.length <= smallSize ? deflateRawSync(bytes, options) : await deflate(bytes, options)
  // A copy, because zlib's answer is a view into a buffer several times its size.
  return { deflated: [new Uint8Array(deflated)], crc32: crc32(bytes), length: bytes.length }
}

/** As `deflatePart`, for a text that is sent soon, and to some readers as it is. */
export async function deflateForNow(text: string): Promise<Part> {
  const bytes = Buffer.from(text)
  if (bytes.length > smallSize) return deflatePart(text)
  return { deflated: [deflateRawSync(bytes, options)], crc32: crc32(bytes), length: bytes.length, text: bytes }
}

export function joinParts(parts: readonly Part[]): Part {
  return { deflated: parts.flatMap(({ deflated }) => deflated), crc32: crc32Of(parts), length: lengthOf(parts) }
}

/** As `joinParts`. Pieces that are small together are copied into one, because each answer is made of them. */
export function joinForAnswers(parts: readonly Part[]): Part {
  const joined = joinParts(parts)
  const size = joined.deflated.reduce((sum, { length }) => sum + length, 0)
  return size > smallSize ? joined : { ...joined, deflated: [Buffer.concat(joined.deflated)] }
}

export function textOf({ text, deflated }: Part): Uint8Array {
  return text ?? inflateRawSync(Buffer.concat([...deflated, finalBlock]))
}

export function crc32Of(parts: readonly Part[]): number {
  return parts.reduce((crc, part) => combineCrc32(crc, part.crc32, part.length), 0)
}

export function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

/** An empty final block of deflate. */
const finalBlock = new Uint8Array([0x03, 0x00])

/** The pieces of one whole stream. */
export function deflatedStream(parts: readonly Part[]): readonly Uint8Array[] {
  return [...parts.flatMap(({ deflated }) => deflated), finalBlock]
}
