import type { AnswerMemory } from './answer-memory.ts'
import { clientOf } from './client-share.ts'
import { heldBy } from './held-memory.ts'
import type { Handler, Reply } from './routes.ts'

const busy: Reply = {
  status: 503,
  headers: { 'retry-after': '2' },
  body: 'too many answers are being read at once\n',
}

/** Runs a handler when there is memory for its answer, and counts this memory until the answer has been read. */
export function withinMemory(memory: AnswerMemory, handler: Handler): Handler {
  return async (request, over, target) => {
    const { socket } = request
    const place = await memory.claim({ client: clientOf(socket), cut: () => socket.destroy(), over })
    if (!place) return busy
    const reply = await handler(request, over, target)
    place.hold(heldBy(reply.body))
    return reply
  }
}
