import type { Clock } from '../clock.ts'
import { authorizationHeaders, identityOf, type ReadCredential, type Secret } from './authorization.ts'
import type { Reading } from './certificate-answer.ts'
import type { Subject } from './credential-doubt.ts'
import { type Endpoint, expand, isVerification } from './endpoints.ts'
import { type Payload, readAnswer } from './envelope.ts'
import type { ApiAnswer, ApiFailure, ApiFailureReason } from './failure.ts'
import type { Gate } from './gate.ts'
import { parseJson } from './json.ts'
import { readRateLimit } from './rate-limit-header.ts'
import { retryDelay } from './retry.ts'
import type { RawAnswer, Transmission, Transport } from './transport.ts'

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
}

/** Asks one question: waits for its turn, sends it, reads the answer, and tries again if the failure may pass by itself. */
export class Requester {
  readonly #options: ClientOptions

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
      if (answer.ok) return readPayload(answer.value, read)
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
      const read = sent.ok ? readSuccess(this.#withoutSecrets(sent.answer)) : failed(sent.failure)
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

  /** What is said of an answer is cut to length, and its hosts are in lower case: a secret in it would no longer be known for one. */
  #withoutSecrets(answer: RawAnswer): RawAnswer {
    const { redact } = this.#options
    const { status, headers, body, undecoded } = answer
    // A secret that is written in escapes is seen once these are read.
    const plain = status >= 300 || body.includes('\\u') ? withoutEscapes(body) : body
    const clean = redact(plain)
    return {
      ...answer,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redacted(value, redact)])),
      body: clean,
      ...(undecoded !== undefined && { undecoded: redact(undecoded) }),
    }
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

function redacted<T extends string | string[] | undefined>(header: T, redact: (text: string) => string) {
  return Array.isArray(header) ? header.map(redact) : header && redact(header)
}

/** The same JSON with as few escapes as can be. */
function withoutEscapes(body: string): string {
  const json = body.includes('\\') ? parseJson(body) : undefined
  return json === undefined ? body : JSON.stringify(json)
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

/** A payload and the HTTP status that it came with, 200 to 299. */
interface Success {
  readonly payload: Payload
  readonly status: number
}

function readSuccess(raw: RawAnswer): ApiAnswer<Success> {
  const answer = readAnswer(raw)
  return answer.ok ? { ok: true, value: { payload: answer.value, status: raw.status } } : answer
}

function readPayload<T>({ payload, status }: Success, read: (payload: Payload) => Reading<T>): ApiAnswer<T> {
  const reading = read(payload)
  return reading.ok ? reading : failed({ reason: 'bad_response', status, detail: reading.detail })
}

function failed(failure: ApiFailure): { readonly ok: false; readonly failure: ApiFailure } {
  return { ok: false, failure }
}
