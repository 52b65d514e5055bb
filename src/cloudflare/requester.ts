import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { authorizationHeaders, identityOf, type ReadCredential, type Secret } from './authorization.ts'
import type { Reading } from './certificate-answer.ts'
import type { Subject } from './credential-doubt.ts'
import { type Endpoint, expand, isVerification } from './endpoints.ts'
import { type Payload, readAnswer } from './envelope.ts'
import type { ApiAnswer, ApiFailure, ApiFailureReason } from './failure.ts'
import type { Gate } from './gate.ts'
import { readRateLimit } from './rate-limit-header.ts'
import { readLater, readPayload, type Success, successOf } from './read-later.ts'
import { retryDelay } from './retry.ts'
import type { RawAnswer, Transmission, Transport } from './transport.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Is called for everything that passes between this program and the API. */
export interface ApiObserver {
  /** @param code the HTTP status, or the reason if no answer came */
  requested(endpoint: Endpoint, code: number | ApiFailureReason, seconds: number): void
  retried(reason: ApiFailureReason): void
  rateLimitRemaining(credentials: string, remaining: number): void
  /** The credential lacks the permission for this endpoint. */
  denied(credentials: string, endpoint: Endpoint): void
}

export interface ClientOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly timeoutSeconds: number
  readonly userAgent: string
  /** Opens the connections to the API, or returns those that are open. */
  readonly transport: () => Promise<Transport>
  readonly readCredential: ReadCredential
  /** The gate that stands before all requests of a credential. */
  readonly gateOf: (credentials: string) => Gate
  readonly clock: Clock
  readonly random: () => number
  readonly observer: ApiObserver
  /** Takes secrets out of a text. Answers can say them back. */
  readonly redact: (text: string) => string
}

export interface Question {
  readonly endpoint: Endpoint
  /** The values of the endpoint's placeholders. */
  readonly values: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** The codes with which Cloudflare refuses the endpoint because the plan does not include it. */
  readonly notEntitledCodes?: readonly number[]
  /** The name of the credential to ask with. */
  readonly credentials: string
  /** An object that stands for this question and no other. While it lives, an answer that is equal to the last one is read only if its value is asked for. */
  readonly about?: object
}

/** Asks one question: waits for its turn, sends it, reads the answer, and tries again if the failure may pass by itself. */
export class Requester {
  readonly #options: ClientOptions
  /** The digest of the last answer to each question that could be read. */
  readonly #readBefore = new WeakMap<object, string>()

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** @throws the signal's reason, once that is aborted, and nothing else */
  async ask<T>(question: Question, signal: AbortSignal, read: (payload: Payload) => Reading<T>): Promise<ApiAnswer<T>> {
    const { clock, random, observer, gateOf } = this.#options
    const gate = gateOf(question.credentials)
    let last: ApiFailure | undefined
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#attempt(question, gate, signal)
      if (answer.ok) return this.#read(answer.value, question, read)
      // If this attempt was not sent, the last real answer says more.
      last = answer.failure.unsent && last ? last : answer.failure
      if (last.reason === 'permission') observer.denied(question.credentials, question.endpoint)
      const delay = gate.heldBack ? undefined : retryDelay(attempt, last, clock.now(), random())
      if (delay === undefined) return failed(last)
      observer.retried(last.reason)
      await clock.sleep(delay, signal)
    }
  }

  async #attempt(question: Question, gate: Gate, signal: AbortSignal): Promise<ApiAnswer<Success>> {
    const credential = await this.#options.readCredential(question.credentials)
    if (!credential.ok) return failed({ reason: 'credential', detail: credential.detail })
    const admission = await gate.enter(identityOf(credential.secret), subjectOf(question), signal)
    if (!admission.ok) return admission
    try {
      const sent = await this.#send(question, credential.secret, signal)
      const read = sent.ok ? this.#accepted(sent.answer, question) : failed(sent.failure)
      const answer = read.ok ? read : failed(inItsPlace(read.failure, question))
      const rateLimit = sent.ok ? readRateLimit(sent.answer.headers['ratelimit']) : undefined
      if (rateLimit) this.#options.observer.rateLimitRemaining(question.credentials, rateLimit.remaining)
      admission.answered(answer.ok ? undefined : answer.failure, rateLimit)
      return answer
    } catch (aborted) {
      admission.abandoned()
      throw aborted
    }
  }

  /** An answer that is equal to one that could be read is good, without a look into it. */
  #accepted(raw: RawAnswer, { about }: Question): ApiAnswer<Success> {
    const { status } = raw
    const digest =
      status === 200 && raw.undecoded === undefined ? hash('sha256', raw.bytes ?? raw.body, 'base64') : undefined
    const answer = () => readAnswer(withoutSecrets(raw, this.#options.redact))
    if (about && digest !== undefined && this.#readBefore.get(about) === digest)
      return { ok: true, value: { status, digest, isReadBefore: true, payload: () => successOf(answer()) } }
    const first = answer()
    return first.ok
      ? { ok: true, value: { status, digest, isReadBefore: false, payload: () => first.value } }
      : failed(first.failure)
  }

  #read<T>(success: Success, { about }: Question, read: (payload: Payload) => Reading<T>): ApiAnswer<T> {
    const { digest } = success
    if (success.isReadBefore) return readLater(success, read)
    const answer = readPayload(success, read)
    if (digest === undefined || !answer.ok) return answer
    if (about) this.#readBefore.set(about, digest)
    return { ...answer, digest }
  }

  async #send({ endpoint, values, query = {} }: Question, secret: Secret, signal: AbortSignal): Promise<Transmission> {
    const { baseUrl, userAgent, transport, timeoutSeconds, clock, observer } = this.#options
    const search = new URLSearchParams(query).toString()
    const url = `${baseUrl}${expand(endpoint, values)}${search && `?${search}`}`
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': userAgent,
      ...authorizationHeaders(secret),
    }
    const startedAt = clock.monotonic()
    const { send } = await transport()
    const sent = await send(url, headers, Math.round(timeoutSeconds * 1000), signal)
    observer.requested(endpoint, sent.ok ? sent.answer.status : sent.failure.reason, clock.monotonic() - startedAt)
    return sent
  }
}

/**
 * What a refusal means at the endpoint that was asked. One because of the plan is none of the credential; the same codes mean other
 * things elsewhere, so each endpoint has its own.
 */
function inItsPlace(failure: ApiFailure, { endpoint, notEntitledCodes = [] }: Question): ApiFailure {
  const { status, code, reason } = failure
  const isOfPlan = status === 400 || status === 402 || status === 403
  if (isOfPlan && code !== undefined && notEntitledCodes.includes(code)) return { ...failure, reason: 'not_entitled' }
  return reason === 'permission' ? { ...failure, refused: endpoint } : failure
}

function subjectOf({ endpoint, values }: Question): Subject {
  return {
    zone: values['zone_id'] ?? values['account_id'] ?? endpoint,
    endpoint,
    isVerification: isVerification(endpoint),
  }
}

function failed(failure: ApiFailure): { readonly ok: false; readonly failure: ApiFailure } {
  return { ok: false, failure }
}
