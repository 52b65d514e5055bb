import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import { combineCrc32 } from './crc32-combine.ts'

/** A piece of text, kept deflated only. Pieces one after the other are one stream, whatever they were made in. */
export interface Part {
  /** Raw deflate, ended by a full flush; in pieces, so that what is joined is not copied. */
  readonly deflated: readonly Uint8Array[]
  /** Of the text. */
  readonly crc32: number
  /** Of the text, in bytes. */
  readonly length: number
}

export const emptyPart: Part = { deflated: [], crc32: 0, length: 0 }

const deflate = promisify(deflateRaw)

export async function deflatePart(text: string): Promise<Part> {
  if (text === '') return emptyPart
  const bytes = Buffer.from(text)
  const deflated = await deflate(bytes, { level: constants.Z_BEST_SPEED, finishFlush: constants.Z_FULL_FLUSH })
  // A copy: zlib's answer is a window into a buffer several times its size.
  return { deflated: [new Uint8Array(deflated)], crc32: crc32(bytes), length: bytes.length }
}

export function joinParts(parts: readonly Part[]): Part {
  return { deflated: parts.flatMap(({ deflated }) => deflated), crc32: crc32Of(parts), length: lengthOf(parts) }
}

export function crc32Of(parts: readonly Part[]): number {
  return parts.reduce((crc, part) => combineCrc32(crc, part.crc32, part.length), 0)
}

export function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}
