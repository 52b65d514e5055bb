import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientOf } from './client-share.ts'
import type { BasicAuth } from './door/basic-auth.ts'
import type { DoorSettings } from './door/settings.ts'
import { hostFault } from './host.ts'
import type { Limits } from './limits.ts'
import type { OnRefused } from './refusals.ts'
import { type Reply, type Routes, route } from './routes.ts'
import { piecesOf, sendBody } from './send-body.ts'

export interface AnsweringOptions {
  readonly routes: Routes
  readonly auth: BasicAuth
  readonly limits: Limits
  /** Whether a name is allowed in the Host header. */
  readonly isAllowedHost: (name: string) => boolean
  readonly onRefused: OnRefused
  /** Is called with the error of a handler that threw. Its client gets a 500. */
  readonly onError: (error: unknown) => void
}

/** Answers requests, and knows which answers are under way. */
export class Answering {
  readonly #options: AnsweringOptions
  readonly #underWay = new Set<Promise<void>>()
  #isStopping = false

  constructor(options: AnsweringOptions) {
    this.#options = options
  }

  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    over: Promise<void>,
    door: DoorSettings,
  ): Promise<void> {
    this.#underWay.add(over)
    void over.then(() => this.#underWay.delete(over))
    if (this.#isStopping) response.setHeader('connection', 'close')
    const reply = await this.#reply(request, over, door)
    try {
      await this.#send(request, response, over, reply, door.headers)
    } catch (error) {
      // For example a header that cannot be sent, or a part that cannot be made. Nobody awaits this promise, so an error would end the
      // process.
      this.#options.onError(error)
      response.destroy()
    }
  }

  /** Resolves when no answer is under way any more, or after the grace period. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    const { promise: grace, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, graceMs)
    await Promise.race([Promise.all(this.#underWay), grace])
    clearTimeout(timer)
  }

  async #reply(request: IncomingMessage, over: Promise<void>, door: DoorSettings): Promise<Reply> {
    const { auth, routes, isAllowedHost, onRefused, onError } = this.#options
    const client = clientOf(request.socket)
    try {
      const wrongHost = hostFault(request, isAllowedHost)
      if (wrongHost) onRefused('host', client)
      const refusal = wrongHost ?? (await auth.refusal(request.headers.authorization, door.users, client))
      return refusal ?? (await route(routes, request, over))
    } catch (error) {
      onError(error)
      return { status: 500, body: 'internal error, see the log\n' }
    }
  }

  async #send(
    request: IncomingMessage,
    response: ServerResponse,
    over: Promise<void>,
    { status, headers, body }: Reply,
    doorHeaders: DoorSettings['headers'],
  ): Promise<void> {
    const long = piecesOf(body)
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      // In a 304 this would be the length of a body that is not sent (RFC 9110, 8.6).
      ...(status !== 304 && { 'content-length': long.length }),
      'x-content-type-options': 'nosniff',
      ...headers,
      ...doorHeaders,
    })
    if (request.method === 'HEAD') response.end()
    else await sendBody(response, long, over, this.#options.limits)
  }
}
