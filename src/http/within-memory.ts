import type { AnswerMemory } from './answer-memory.ts'
import { clientOf } from './client-share.ts'
import { heldBy } from './held.ts'
import type { Handler, Reply } from './routes.ts'

const busy: Reply = {
  status: 503,
  headers: { 'retry-after': '2' },
  body: 'too many answers are being read at once\n',
}

/** Lets a handler answer once there is memory for what it answers, and keeps account of it until it has been read. */
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
