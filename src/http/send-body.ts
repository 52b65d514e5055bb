import type { ServerResponse } from 'node:http'
import type { Limits } from './limits.ts'
import type { LongBody, Reply } from './routes.ts'

const pieceSize = 256 * 1024

export function piecesOf(body: Reply['body']): LongBody {
  if (typeof body === 'string') return piecesOf(Buffer.from(body))
  return 'pieces' in body ? body : { length: body.length, pieces: [body] }
}

/**
 * Sends a body in pieces, as fast as its reader takes them. One large piece would be encrypted at once, and a slow reader would look like
 * one that has stopped. Resolves when the last piece has been passed on.
 * @param over resolves when the answer has been read or its reader is gone
 * @throws what the making of a piece throws
 */
export async function sendBody(
  response: ServerResponse,
  body: LongBody,
  over: Promise<void>,
  limits: Limits,
): Promise<void> {
  const cut = () => response.destroy()
  const stalled = setTimeout(cut, limits.stalledReaderTimeout)
  const tooLong = setTimeout(cut, limits.answerTimeout)
  void over.then(() => {
    clearTimeout(stalled)
    clearTimeout(tooLong)
  })

  const { pieces } = body
  if (Array.isArray(pieces) && pieces.length === 1 && body.length <= pieceSize) {
    response.end(pieces[0])
    return
  }
  // The last piece and the end are sent together, so that a small answer is one packet.
  let held: Uint8Array | undefined
  for await (const piece of smallPieces(body)) {
    if (held && !response.write(held)) {
      await Promise.race([drained(response), over])
      stalled.refresh()
    }
    if (response.destroyed) return
    held = piece
  }
  response.end(held)
}

async function* smallPieces({ pieces }: LongBody): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces)
    for (let start = 0; start < piece.length; start += pieceSize) yield piece.subarray(start, start + pieceSize)
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
  })
}
