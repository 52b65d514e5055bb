import type { Dispatcher } from 'undici'
import { decodeBody, textOf } from './content-encoding.ts'
import type { ProxySettings } from './dispatcher.ts'
import { exchange, type RawResponse } from './exchange.ts'
import { type ApiFailure, oneLine } from './failure.ts'
import { largestBody } from './largest-body.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  /** The bytes of a body that came as text, so that two bodies can be compared without reading one. */
  readonly bytes?: Uint8Array
  /** Why the body could not be decoded; absent where it could. */
  readonly undecoded?: string
}

export type Transmission =
  | { readonly ok: true; readonly answer: RawAnswer }
  | { readonly ok: false; readonly failure: ApiFailure }

/** The open connections to the API. */
export interface Transport {
  /**
   * Sends one GET and reads the whole answer.
   * @param timeoutMs for all of it, body included
   * @throws the signal's reason, once that is aborted
   */
  readonly send: (
    url: string,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
    signal: AbortSignal,
  ) => Promise<Transmission>
  /** Ends the connections when the requests under way have their answers. */
  readonly close: () => Promise<void>
  /** Ends the connections at once. */
  readonly destroy: () => Promise<void>
}

export type OpenTransport = (baseUrl: string, proxy: ProxySettings) => Promise<Transport>

/** Real connections. The library takes long to load, so it is loaded here. */
export async function openTransport(baseUrl: string, proxy: ProxySettings): Promise<Transport> {
  const { createDispatcher } = await import('./dispatcher.ts')
  return transportOver(createDispatcher(baseUrl, proxy))
}

export function transportOver(dispatcher: Dispatcher): Transport {
  return {
    send: (url, headers, timeoutMs, signal) => send(dispatcher, url, headers, timeoutMs, signal),
    close: () => dispatcher.close(),
    destroy: () => dispatcher.destroy(),
  }
}

/**
 * Sends one GET and reads the whole answer. Redirects are not followed. A body that comes compressed is decoded within the size bound.
 * @param timeoutMs for all of it, body included
 * @throws the signal's reason, once that is aborted
 */
export async function send(
  dispatcher: Dispatcher,
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Transmission> {
  signal.throwIfAborted()
  try {
    const { origin, pathname, search } = new URL(url)
    const response = await exchange(dispatcher, { origin, path: `${pathname}${search}`, headers }, timeoutMs, signal)
    return { ok: true, answer: await decoded(response) }
  } catch (error) {
    signal.throwIfAborted()
    return { ok: false, failure: failureOf(error) }
  }
}

async function decoded({ status, headers, body: bytes }: RawResponse): Promise<RawAnswer> {
  if (headers['content-encoding'] === undefined) return withText({ status, headers, bytes })
  const { text: body, detail } = await decodeBody(bytes, headers['content-encoding'], largestBody)
  return { status, headers, body, ...(detail !== undefined && { undecoded: detail }) }
}

/** The text is made when it is asked for: nobody reads a body that is the same as the last one. */
function withText<T extends { readonly bytes: Uint8Array }>(answer: T): T & { readonly body: string } {
  return {
    ...answer,
    get body() {
      return textOf(answer.bytes)
    },
  }
}

const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const unreadableCodes = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW'])

/** OpenSSL's names for a chain that ends in no authority that is trusted here. */
const untrustedCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])
/** Node's own advice is an option that the daemon's users cannot set. */
const untrusted =
  "the server's certificate comes from an authority that is not trusted here: if a proxy of yours stands in between, name the file of its CA in NODE_EXTRA_CA_CERTS"

function failureOf(error: unknown): ApiFailure {
  if (!(error instanceof Error)) return { reason: 'network', detail: 'unknown error' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const message = code && untrustedCodes.has(code) ? untrusted : error.message
  const detail = oneLine(code && !message.includes(code) ? `${code}: ${message}` : message)
  if (error.name === 'TimeoutError' || (code && timeoutCodes.has(code))) return { reason: 'timeout', detail }
  if (error.name === 'HTTPParserError' || (code && unreadableCodes.has(code))) return { reason: 'bad_response', detail }
  // TLS alone has dozens of codes. Whatever else goes wrong before an answer is complete counts as the network's fault.
  return { reason: 'network', detail }
}
