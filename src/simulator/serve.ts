import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type Answer, bytesOf, textAnswer } from './api/answer.ts'
import { readBody } from './api/request-body.ts'
import type { RequestLog } from './api/requests.ts'
import { type Api, pathOf, rightAnswer } from './api/right-answer.ts'
import { control, isControl } from './control/control.ts'
import type { FaultBook } from './faults/fault-book.ts'
import type { Exchange } from './faults/kind.ts'

export interface Cloudflare extends Api {
  readonly clock: () => Date
  readonly book: FaultBook
  readonly log: RequestLog
}

/** Answers one request, as the API would or as the active faults require. */
export function serve(request: IncomingMessage, response: ServerResponse, cloudflare: Cloudflare): void {
  handle(request, response, cloudflare).catch((error: unknown) => {
    if (response.headersSent) response.destroy()
    else send(textAnswer(500, `The simulator itself failed: ${error}\n`), response)
  })
}

async function handle(request: IncomingMessage, response: ServerResponse, cloudflare: Cloudflare): Promise<void> {
  const { method = '', url = '', headers } = request
  const path = pathOf(url)
  if (isControl(path)) return send(await control(request, path, cloudflare), response)
  const now = cloudflare.clock()
  cloudflare.log.record(request, now)
  if (method === 'GET') request.resume()
  const body = method === 'GET' ? '' : ((await readBody(request)) ?? '')
  const right = rightAnswer({ method, url, headers, body }, cloudflare, now)
  const answer = await playFaults(right, { request, response, pause: (ms) => pause(ms, response) }, cloudflare.book)
  if (answer !== undefined) send(answer, response)
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
