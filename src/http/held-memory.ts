import type { LongBody, Reply } from './routes.ts'

/** The memory that an answer holds until it has been read. */
export interface Held {
  /** Bytes of its own. */
  readonly bytes: number
  /** Bytes that it shares with other answers of the same key. They count once. */
  readonly shared?: { readonly key: object; readonly bytes: number } | undefined
}

/** The piece that is being sent, the next one, and the buffers of a decompressor. */
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
