import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import Negotiator from 'negotiator'
import type { Reply } from './routes.ts'

const compress = promisify(gzip)

/** An answer whose body is complete. */
export type WholeReply = Reply & { readonly body: string | Uint8Array }

function gzipped(body: string | Uint8Array): Promise<Uint8Array> {
  return compress(body, { level: constants.Z_BEST_SPEED })
}

/**
 * Compresses the answer with gzip if the client accepts it. The caller sets `vary: accept-encoding`.
 * @param packed a way to compress that keeps what it has compressed
 */
export async function compressed(
  request: IncomingMessage,
  reply: WholeReply,
  packed: (body: string | Uint8Array) => Promise<Uint8Array> = gzipped,
): Promise<Reply> {
  if (new Negotiator(request).encodings(['gzip', 'identity'])[0] !== 'gzip') return reply
  const body = await packed(reply.body)
  return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' }, body }
}

/** Compresses bodies, and keeps those of the last few. Bodies are compared whole. */
export class CompressedBodies {
  readonly #most: number
  #kept: readonly { readonly body: string | Uint8Array; readonly packed: Promise<Uint8Array> }[] = []

  constructor(most: number) {
    this.#most = most
  }

  readonly of = (body: string | Uint8Array): Promise<Uint8Array> => {
    const known = this.#kept.find((each) => each.body === body)
    if (known) return known.packed
    const packed = gzipped(body)
    this.#kept = [...this.#kept, { body, packed }].slice(-this.#most)
    return packed
  }
}
