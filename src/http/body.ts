import type { ServerResponse } from 'node:http'
import type { Limits } from './limits.ts'

const pieceSize = 256 * 1024

/**
 * Sends a body piece by piece, as fast as its reader takes it: all at once would be encrypted all at once, and nobody could
 * tell a slow reader from one who has stopped.
 * @param over resolves when the answer has been read, or its reader is gone
 */
export function sendBody(response: ServerResponse, body: Uint8Array, over: Promise<void>, limits: Limits): void {
  const cut = () => response.destroy()
  const stalled = setTimeout(cut, limits.stalledReaderTimeout)
  const tooLong = setTimeout(cut, limits.answerTimeout)
  void over.then(() => {
    clearTimeout(stalled)
    clearTimeout(tooLong)
  })

  let sent = 0
  function sendMore(): void {
    while (body.length - sent > pieceSize) {
      const piece = body.subarray(sent, sent + pieceSize)
      sent += pieceSize
      if (!response.write(piece)) return
    }
    response.off('drain', proceed)
    response.end(body.subarray(sent))
  }
  function proceed(): void {
    stalled.refresh()
    sendMore()
  }
  response.on('drain', proceed)
  sendMore()
}
