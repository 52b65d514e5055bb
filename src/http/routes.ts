import type { IncomingMessage } from 'node:http'
import type { Held } from './held-memory.ts'

/** A body that is sent in several pieces. */
export interface LongBody {
  /** The length of all pieces together, in bytes. */
  readonly length: number
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  /** The memory that it holds until it has been sent, without the pieces in progress. Without this field it is `length` bytes. */
  readonly held?: Held
}

export interface Reply {
  readonly status: number
  /** Header names are in lower case. The default content type is plain text. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | LongBody
}

/** The parts of the requested URL. */
export interface Target {
  /** The decoded values of the placeholders in the path, such as `{name}`. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** @param over resolves when the answer has been read or its reader is gone */
export type Handler = (request: IncomingMessage, over: Promise<void>, target: Target) => Reply | Promise<Reply>

type Methods = Readonly<Partial<Record<'GET' | 'POST', Handler>>>

/** Handlers by path and method. A path may have segments such as `{name}`. The handler of GET also answers HEAD. */
export type Routes = Readonly<Record<string, Methods>>

/** Finds the handler and runs it. Answers 404 or 405 if there is none. */
export function route(routes: Routes, request: IncomingMessage, over: Promise<void>): Reply | Promise<Reply> {
  const { path, query } = splitTarget(request.url ?? '/')
  const found = find(routes, path)
  if (!found) return { status: 404, body: 'not found\n' }
  const { methods, parameters } = found
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const handler = method === 'GET' || method === 'POST' ? methods[method] : undefined
  return handler
    ? handler(request, over, { parameters, query: new URLSearchParams(query) })
    : { status: 405, headers: { allow: allowed(methods) }, body: 'method not allowed\n' }
}

/** Splits the target of a request. A proxy may send the whole URL (RFC 9112, 3.2.2). */
function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const absolute = /^https?:/i.test(target) ? URL.parse(target) : undefined
  if (absolute) return { path: absolute.pathname, query: absolute.search }
  const start = target.indexOf('?')
  return start < 0 ? { path: target, query: '' } : { path: target.slice(0, start), query: target.slice(start) }
}

interface Found {
  readonly methods: Methods
  readonly parameters: Target['parameters']
}

function find(routes: Routes, path: string): Found | undefined {
  const exact = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (exact) return { methods: exact, parameters: {} }
  for (const [pattern, methods] of Object.entries(routes)) {
    const parameters = pattern.includes('{') ? parametersIn(path, pattern) : undefined
    if (parameters) return { methods, parameters }
  }
  return undefined
}

/** @returns undefined if the path does not match */
function parametersIn(path: string, pattern: string): Target['parameters'] | undefined {
  const segments = path.split('/')
  const wanted = pattern.split('/')
  if (segments.length !== wanted.length) return undefined
  const parameters: [string, string][] = []
  for (const [i, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(wanted[i] ?? '')?.[1]
    const value = name === undefined ? segment : decoded(segment)
    if (name === undefined ? segment !== wanted[i] : !value) return undefined
    if (name !== undefined) parameters.push([name, value ?? ''])
  }
  return Object.fromEntries(parameters)
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function allowed(methods: Methods): string {
  return Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ')
}
