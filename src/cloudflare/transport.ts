import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
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

export interface ProxySettings {
  readonly httpsProxy: string | undefined
  readonly noProxy: string | undefined
}

/** A full list of 50 certificates with chains of four, 4 kB each, is under 1 MB; the bound leaves room for four of those. */
const largestBody = 4 * 1024 * 1024

const options = {
  // After one answer over maxResponseSize on HTTP/2, undici 8 fails every later request of that connection.
  allowH2: false,
  connections: 8,
  maxResponseSize: largestBody,
  // The whole request has one timeout, which covers these.
  headersTimeout: 0,
  bodyTimeout: 0,
} as const

/**
 * Connections to the API, through a proxy where the settings name one. A loopback address is never asked through a proxy.
 * @throws where `httpsProxy` is not the URL of a proxy
 */
export function createDispatcher(baseUrl: string, proxy: ProxySettings): Dispatcher {
  if (!proxy.httpsProxy || isLoopback(new URL(baseUrl).hostname)) return new Agent(options)
  // An empty httpProxy keeps undici from reading the environment itself.
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: '',
    httpsProxy: proxy.httpsProxy,
    noProxy: proxy.noProxy ?? '',
  })
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/**
 * Sends one GET and reads the whole answer. Redirects are not followed, nothing is decompressed.
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
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    // undici heeds the signal only once it has a connection: not while a name is looked up or nobody shakes hands.
    const answer = await abortable(receive(url, { dispatcher, headers, signal: limit }), limit)
    return { ok: true, answer }
  } catch (error) {
    signal.throwIfAborted()
    return { ok: false, failure: failureOf(error) }
  }
}

async function receive(url: string, options: NonNullable<Parameters<typeof request>[1]>): Promise<RawAnswer> {
  const response = await request(url, options)
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
  // TLS alone has dozens of codes; whatever else goes wrong before an answer is whole is the network's.
  return { reason: 'network', detail }
}
