import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type Presented, presented } from './credentials.ts'

export interface RecordedRequest {
  readonly method: string
  /** The path with its query. */
  readonly path: string
  /** Headers by lower-case name, with secrets replaced. */
  readonly headers: Readonly<Record<string, string>>
  /** The kinds of credentials in the request. `both` is a mistake of the client. */
  readonly credentials: Presented
  readonly at: Date
}

export interface RequestLog {
  /** The last requests, oldest first. */
  readonly recorded: readonly RecordedRequest[]
  record(request: IncomingMessage, at: Date): void
  /** Resolves with the next request whose path contains this text. */
  next(path: string): Promise<RecordedRequest>
}

const secretHeaders: readonly string[] = ['authorization', 'x-auth-key']

export function createRequestLog(capacity: number): RequestLog {
  const recorded: RecordedRequest[] = []
  const arrivals = new EventEmitter().setMaxListeners(0)

  return {
    recorded,
    record(request, at) {
      const entry = entryOf(request, at)
      if (recorded.length === capacity) recorded.shift()
      recorded.push(entry)
      arrivals.emit('request', entry)
    },
    async next(path) {
      for (;;) {
        const [entry]: RecordedRequest[] = await once(arrivals, 'request')
        if (entry?.path.includes(path)) return entry
      }
    },
  }
}

function entryOf({ method = '', url = '', headers }: IncomingMessage, at: Date): RecordedRequest {
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    secretHeaders.includes(name) ? '[redacted]' : String(value),
  ])
  return { method, path: url, headers: Object.fromEntries(shown), credentials: presented(headers), at }
}
