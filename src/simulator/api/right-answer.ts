import type { IncomingHttpHeaders } from 'node:http'
import type { Store } from '../store/store.ts'
import type { Answer } from './answer.ts'
import { admit, type Credentials } from './credentials.ts'
import { type createRateLimiter, payer } from './rate-limit.ts'
import { answerTo } from './routes.ts'

/** What the API answers from. */
export interface Api {
  /** All accepted credentials. */
  readonly credentials: readonly Credentials[]
  readonly store: Store
  readonly allow: ReturnType<typeof createRateLimiter>
  /** 16 hexadecimal digits, other ones each time. */
  readonly rayId: () => string
}

export interface WholeRequest {
  readonly method: string
  /** The path with its query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Empty for a reading request. */
  readonly body: string
}

/** The answer of the API without any fault. The checks have the order of the API. The rate limit also counts refused requests. */
export function rightAnswer(request: WholeRequest, { credentials, store, allow, rayId }: Api, now: Date): Answer {
  const allowance = allow(payer(request.headers), now)
  const answer = allowance.refusal ?? admittedAnswer(request, credentials, store, now)
  return { ...answer, headers: { ...edgeHeaders(now, rayId), ...allowance.headers, ...answer.headers } }
}

function admittedAnswer(
  { method, url, headers, body }: WholeRequest,
  right: readonly Credentials[],
  store: Store,
  now: Date,
): Answer {
  const path = pathOf(url)
  const { admitted, refusal } = admit(headers, path, right)
  return refusal ?? answerTo({ method, path, query: queryOf(url), body, now }, store, admitted)
}

function edgeHeaders(now: Date, rayId: () => string) {
  return { date: now.toUTCString(), server: 'cloudflare', 'cf-ray': `${rayId()}-AMS` }
}

export function pathOf(url: string): string {
  return url.split('?', 1).join('')
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start))
}
