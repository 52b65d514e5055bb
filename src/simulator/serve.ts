import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type Answer, bytesOf, textAnswer } from './api/answer.ts'
import { admit, type Credentials } from './api/credentials.ts'
import { type createRateLimiter, payer } from './api/rate-limit.ts'
import { readBody } from './api/request-body.ts'
import type { RequestLog } from './api/requests.ts'
import { answerTo } from './api/routes.ts'
import { control, isControl } from './control/control.ts'
import type { FaultBook } from './faults/fault-book.ts'
import type { Exchange } from './faults/kind.ts'
import type { Store } from './store/store.ts'

export interface Cloudflare {
  readonly clock: () => Date
  /** All accepted credentials. */
  readonly credentials: readonly Credentials[]
  readonly book: FaultBook
  readonly store: Store
  readonly log: RequestLog
  readonly allow: ReturnType<typeof createRateLimiter>
}

/** Answers one request, as the API would or as the active faults require. */
export function serve(request: IncomingMessage, response: ServerResponse, cloudflare: Cloudflare): void {
  handle(request, response, cloudflare).catch((error: unknown) => {
    if (response.headersSent) response.destroy()
    else send(textAnswer(500, `The simulator itself failed: ${error}\n`), response)
  })
}

async function handle(request: IncomingMessage, response: ServerResponse, cloudflare: Cloudflare): Promise<void> {
  const path = pathOf(request)
  if (isControl(path)) return send(await control(request, path, cloudflare), response)
  const now = cloudflare.clock()
  cloudflare.log.record(request, now)
  if (request.method === 'GET') request.resume()
  const right = await answerAt(now, request, cloudflare)
  const answer = await playFaults(right, { request, response, pause: (ms) => pause(ms, response) }, cloudflare.book)
  if (answer !== undefined) send(answer, response)
}

/** The checks in the order of the API. The rate limit also counts refused requests. */
async function answerAt(
  now: Date,
  request: IncomingMessage,
  { allow, credentials, store }: Cloudflare,
): Promise<Answer> {
  const allowance = allow(payer(request.headers), now)
  const answer = allowance.refusal ?? (await admittedAnswer(now, request, credentials, store))
  return { ...answer, headers: { ...edgeHeaders(now), ...allowance.headers, ...answer.headers } }
}

async function admittedAnswer(
  now: Date,
  request: IncomingMessage,
  right: readonly Credentials[],
  store: Store,
): Promise<Answer> {
  const path = pathOf(request)
  const { admitted, refusal } = admit(request.headers, path, right)
  if (refusal) return refusal
  const { method = '' } = request
  const body = method === 'GET' ? '' : ((await readBody(request)) ?? '')
  return answerTo({ method, path, query: queryOf(request), body, now }, store, admitted)
}

function edgeHeaders(now: Date) {
  return { date: now.toUTCString(), server: 'cloudflare', 'cf-ray': `${randomBytes(8).toString('hex')}-AMS` }
}

async function playFaults(answer: Answer, exchange: Exchange, book: FaultBook): Promise<Answer | undefined> {
  let current: Answer | undefined = answer
  for (const effect of book.effectsFor(exchange.request.url ?? '')) {
    if (current !== undefined) current = await effect(current, exchange)
  }
  return current
}

function send(answer: Answer, response: ServerResponse): void {
  const body = bytesOf(answer)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  response.end(body)
}

async function pause(ms: number, response: ServerResponse): Promise<void> {
  if (response.closed) return
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  await setTimeout(ms, undefined, { signal: gone.signal }).catch(() => undefined)
  response.off('close', leave)
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1).join('')
}

function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const start = url.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : url.slice(start))
}
