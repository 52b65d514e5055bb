import type { LongBody, Reply } from './routes.ts'

/** What an answer keeps in memory until it has been read. */
export interface Held {
  /** Its own. */
  readonly bytes: number
  /** What it has in common with others that have the same key: counted once, however many they are. */
  readonly shared?: { readonly key: object; readonly bytes: number } | undefined
}

/** The piece that is being sent and the next one, and what a decompressor works in. */
const bytesUnderWay = 512 * 1024

export function heldBy(body: Reply['body']): Held {
  if (typeof body === 'string') return { bytes: Buffer.byteLength(body) }
  if (!isLong(body)) return { bytes: body.length }
  const { bytes, shared } = body.held ?? { bytes: body.length }
  return { bytes: bytes + bytesUnderWay, shared }
}

function isLong(body: Uint8Array | LongBody): body is LongBody {
  return 'pieces' in body
}
