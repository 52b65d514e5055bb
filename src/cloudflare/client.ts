import type { Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import { authorizationHeaders, type ReadCredential } from './authorization.ts'
import { type CertificateAnswer, type Reading, readCertificate } from './certificate-answer.ts'
import { certificateEndpoint, type Endpoint, expand, type Store } from './endpoints.ts'
import { readAnswer } from './envelope.ts'
import type { ApiAnswer, ApiFailure, ApiFailureReason } from './failure.ts'
import type { Pace } from './pace.ts'
import { rateLimitRemaining } from './rate-limit-header.ts'
import { retryDelay } from './retry.ts'
import { type RawAnswer, send } from './transport.ts'

/** Is told of everything that passes between us and the API. */
export interface ApiObserver {
  /** @param code the HTTP status, or the reason where no answer came */
  requested(endpoint: Endpoint, code: number | ApiFailureReason, seconds: number): void
  retried(reason: ApiFailureReason): void
  rateLimitRemaining(credentials: string, remaining: number): void
}

export interface ClientOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly timeoutSeconds: number
  readonly userAgent: string
  readonly dispatcher: Dispatcher
  readonly readCredential: ReadCredential
  /** The pace of a credential. */
  readonly paceOf: (credentials: string) => Pace
  readonly clock: Clock
  readonly random: () => number
  readonly observer: ApiObserver
}

export interface CertificateQuestion {
  readonly kind: Store
  readonly zoneId: string
  readonly certificateId: string
  /** The name of the credential to ask with. */
  readonly credentials: string
}

interface Question {
  readonly endpoint: Endpoint
  readonly url: string
  readonly credentials: string
}

/** Asks Cloudflare's API. Every method answers with a value, and throws only the signal's reason. */
export class CloudflareClient {
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
  async certificate(question: CertificateQuestion, signal: AbortSignal): Promise<ApiAnswer<CertificateAnswer>> {
    const { kind, zoneId, certificateId, credentials } = question
    const endpoint = certificateEndpoint[kind]
    const path = expand(endpoint, { zone_id: zoneId, certificate_id: certificateId })
    return this.#ask({ endpoint, url: this.#options.baseUrl + path, credentials }, signal, (result) =>
      readCertificate(result, certificateId),
    )
  }

  async #ask<T>(question: Question, signal: AbortSignal, read: (result: unknown) => Reading<T>): Promise<ApiAnswer<T>> {
    const { clock, random, observer } = this.#options
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#attempt(question, signal)
      if (answer.ok) return readResult(answer.value, read)
      const delay = retryDelay(attempt, answer.failure, clock.now(), random())
      if (delay === undefined) return answer
      observer.retried(answer.failure.reason)
      await clock.sleep(delay, signal)
    }
  }

  async #attempt(question: Question, signal: AbortSignal): Promise<ApiAnswer<unknown>> {
    const { readCredential, paceOf, userAgent, dispatcher, timeoutSeconds, clock } = this.#options
    await paceOf(question.credentials).take(signal)
    const credential = await readCredential(question.credentials)
    if (!credential.ok) return failed({ reason: 'auth', detail: credential.detail })
    const headers = { accept: 'application/json', 'user-agent': userAgent, ...authorizationHeaders(credential.secret) }
    const startedAt = clock.monotonic()
    const sent = await send(dispatcher, question.url, headers, timeoutSeconds * 1000, signal)
    this.#observe(question, sent.ok ? sent.answer : sent.failure, clock.monotonic() - startedAt)
    return sent.ok ? readAnswer(sent.answer) : failed(sent.failure)
  }

  #observe(question: Question, outcome: RawAnswer | ApiFailure, seconds: number): void {
    const { observer } = this.#options
    observer.requested(question.endpoint, 'reason' in outcome ? outcome.reason : outcome.status, seconds)
    const remaining = 'reason' in outcome ? undefined : rateLimitRemaining(outcome.headers['ratelimit'])
    if (remaining !== undefined) observer.rateLimitRemaining(question.credentials, remaining)
  }
}

function readResult<T>(result: unknown, read: (result: unknown) => Reading<T>): ApiAnswer<T> {
  const reading = read(result)
  return reading.ok ? reading : failed({ reason: 'bad_response', status: 200, detail: reading.detail })
}

function failed(failure: ApiFailure): { readonly ok: false; readonly failure: ApiFailure } {
  return { ok: false, failure }
}
