import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import Negotiator from 'negotiator'
import type { Reply } from './routes.ts'

const compress = promisify(gzip)

/** An answer whose body is complete. */
export type WholeReply = Reply & { readonly body: string | Uint8Array }

/** Compresses the answer with gzip if the client accepts it. The caller sets `vary: accept-encoding`. */
export async function compressed(request: IncomingMessage, reply: WholeReply): Promise<Reply> {
  if (new Negotiator(request).encodings(['gzip', 'identity'])[0] !== 'gzip') return reply
  const body = await compress(reply.body, { level: constants.Z_BEST_SPEED })
  return { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' }, body }
}
