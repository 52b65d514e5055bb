import type { IncomingMessage } from 'node:http'

/** A body that is sent one piece after the other. */
export interface LongBody {
  /** In bytes, of all pieces. */
  readonly length: number
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

export interface Reply {
  readonly status: number
  /** Lower-case names; the content type is plain text where none is given. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | LongBody
}

/** @param over resolves when the answer has been read, or its reader is gone */
export type Handler = (request: IncomingMessage, over: Promise<void>) => Reply | Promise<Reply>

/** Handlers by path and method. HEAD is answered by GET's handler. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<'GET' | 'POST', Handler>>>>>

/** Finds the handler and runs it; 404 and 405 follow from the table. */
export function route(routes: Routes, request: IncomingMessage, over: Promise<void>): Reply | Promise<Reply> {
  const path = pathOf(request.url ?? '/')
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (!methods) return { status: 404, body: 'not found\n' }
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const handler = method === 'GET' || method === 'POST' ? methods[method] : undefined
  return handler
    ? handler(request, over)
    : { status: 405, headers: { allow: allowed(methods) }, body: 'method not allowed\n' }
}

/** A proxy may ask with the whole address (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
  const absolute = /^https?:/i.test(target) ? URL.parse(target) : undefined
  return absolute?.pathname ?? target.split('?', 1)[0] ?? '/'
}

function allowed(methods: Readonly<Partial<Record<'GET' | 'POST', Handler>>>): string {
  return Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ')
}
