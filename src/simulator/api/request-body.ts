import type { IncomingMessage } from 'node:http'

const limit = 64 * 1024

/**
 * Undefined if the body is too large. The body is read to its end anyway, because a client that is still sending would not see the
 * answer.
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size <= limit) chunks.push(bytes)
  }
  return size > limit ? undefined : Buffer.concat(chunks).toString()
}
