import type { Dispatcher, request } from 'undici'
import { abortable } from './abortable.ts'
import { type ApiFailure, oneLine } from './failure.ts'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type Transmission =
  | { readonly ok: true; readonly answer: RawAnswer }
  | { readonly ok: false; readonly failure: ApiFailure }

/**
 * Sends one GET and reads the whole answer. It follows no redirect and decompresses nothing.
 * @param timeoutMs for the whole exchange, body included
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
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    // undici heeds the signal only once it has a connection, not during the DNS lookup and the TLS handshake.
    const answer = await abortable(receive(url, { dispatcher, headers, signal: limit }), limit)
    return { ok: true, answer }
  } catch (error) {
    signal.throwIfAborted()
    return { ok: false, failure: failureOf(error) }
  }
}

async function receive(url: string, options: NonNullable<Parameters<typeof request>[1]>): Promise<RawAnswer> {
  // undici takes long to load, so it is loaded with the first request.
  const undici = await import('undici')
  const response = await undici.request(url, options)
  const body = await response.body.text()
  return { status: response.statusCode, headers: response.headers, body }
}

const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
const unreadableCodes = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW'])

function failureOf(error: unknown): ApiFailure {
  if (!(error instanceof Error)) return { reason: 'network', detail: 'unknown error' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const detail = oneLine(code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message)
  if (error.name === 'TimeoutError' || (code && timeoutCodes.has(code))) return { reason: 'timeout', detail }
  if (error.name === 'HTTPParserError' || (code && unreadableCodes.has(code))) return { reason: 'bad_response', detail }
  // TLS alone has dozens of codes. Whatever else goes wrong before an answer is complete counts as the network's fault.
  return { reason: 'network', detail }
}
