import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { apiFailureReasons } from '../cloudflare/failure.ts'
import type { ApiObserver } from '../cloudflare/requester.ts'
import type { Family } from '../exposition/family.ts'
import { type Refusal, refusals } from '../http/refusals.ts'
import { type ListingSuspicion, listingSuspicions } from '../inventory/listing-outcome.ts'
import { type AnswerField, commonAnswerFields } from '../kinds/answer-fields.ts'
import { measureProcess } from './process-metrics.ts'
import { RegistryFamilies } from './registry-families.ts'

/** Counts the requests to Cloudflare's API and what else the daemon does, and measures the process, with prom-client. */
export class SelfMetrics implements Omit<ApiObserver, 'denied'> {
  readonly #registry = new Registry()
  readonly #families = new RegistryFamilies(this.#registry)
  readonly #requests = new Counter({
    name: 'cloudflare_cert_exporter_api_requests_total',
    help: "Requests to Cloudflare's API by endpoint, and by HTTP status or the reason why none came.",
    labelNames: ['endpoint', 'code'],
    registers: [this.#registry],
  })
  readonly #durations = new Histogram({
    name: 'cloudflare_cert_exporter_api_request_duration_seconds',
    help: "How long requests to Cloudflare's API take, body included.",
    labelNames: ['endpoint'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.#registry],
  })
  readonly #retries = new Counter({
    name: 'cloudflare_cert_exporter_api_retries_total',
    help: 'Requests that were made again at once, by the reason why the one before failed.',
    labelNames: ['reason'],
    registers: [this.#registry],
  })
  readonly #remaining = new Gauge({
    name: 'cloudflare_cert_exporter_api_rate_limit_remaining',
    help: "Requests left in the present window, from Cloudflare's Ratelimit header.",
    labelNames: ['credentials'],
    registers: [this.#registry],
  })

  readonly #stateWriteFailures = new Counter({
    name: 'cloudflare_cert_exporter_state_write_failures_total',
    help: 'Writes of the state file that failed, or did not end within two seconds.',
    registers: [this.#registry],
  })

  readonly #suspiciousListings = new Counter({
    name: 'cloudflare_cert_exporter_suspicious_listings_total',
    help: 'Listings that were answered and not believed. The last good listing is kept.',
    labelNames: ['reason'],
    registers: [this.#registry],
  })

  readonly #unreadableFields = new Counter({
    name: 'cloudflare_cert_exporter_unreadable_fields_total',
    help: 'Fields of answers about certificates that were there and could not be read. Each costs itself, not the certificate.',
    labelNames: ['field'],
    registers: [this.#registry],
  })

  readonly #refused = new Counter({
    name: 'cloudflare_cert_exporter_http_refused_total',
    help: 'Connections and requests that were turned away at the listener, by reason.',
    labelNames: ['reason'],
    registers: [this.#registry],
  })
  readonly #lastRemaining = new Map<string, number>()
  #credentials: ReadonlySet<string> = new Set()

  constructor(logLines: { readonly dropped: number } = { dropped: 0 }, measure = measureProcess) {
    const dropped = new Counter({
      name: 'cloudflare_cert_exporter_log_lines_dropped_total',
      help: 'Lines of the log that were dropped because nobody read it.',
      registers: [this.#registry],
      collect: () => {
        dropped.reset()
        dropped.inc(logLines.dropped)
      },
    })
    measure(this.#registry)
    for (const reason of Object.keys(apiFailureReasons)) this.#retries.inc({ reason }, 0)
    for (const field of commonAnswerFields) this.#unreadableFields.inc({ field }, 0)
    for (const reason of Object.keys(refusals)) this.#refused.inc({ reason }, 0)
    for (const reason of Object.keys(listingSuspicions)) this.#suspiciousListings.inc({ reason }, 0)
  }

  /** Measures exactly these credentials from now on. A request that was sent with another may still be answered. */
  watch(credentials: Iterable<string>): void {
    this.#credentials = new Set(credentials)
    for (const gone of [...this.#lastRemaining.keys()].filter((name) => !this.#credentials.has(name))) {
      this.#lastRemaining.delete(gone)
      this.#remaining.remove({ credentials: gone })
    }
  }

  requested: ApiObserver['requested'] = (endpoint, code, seconds) => {
    this.#requests.inc({ endpoint, code: String(code) })
    this.#durations.observe({ endpoint }, seconds)
  }

  retried: ApiObserver['retried'] = (reason) => this.#retries.inc({ reason })

  rateLimitRemaining: ApiObserver['rateLimitRemaining'] = (credentials, remaining) => {
    if (!this.#credentials.has(credentials)) return
    this.#lastRemaining.set(credentials, remaining)
    this.#remaining.set({ credentials }, remaining)
  }

  /** The number of requests that Cloudflare last said a credential has left, or undefined if it never said. */
  remainingOf(credentials: string): number | undefined {
    return this.#lastRemaining.get(credentials)
  }

  stateWriteFailed(): void {
    this.#stateWriteFailures.inc()
  }

  httpRefused(reason: Refusal): void {
    this.#refused.inc({ reason })
  }

  unreadableField(field: AnswerField): void {
    this.#unreadableFields.inc({ field })
  }

  suspiciousListing(reason: ListingSuspicion): void {
    this.#suspiciousListings.inc({ reason })
  }

  /** Those of the process are read now. */
  families(): Promise<readonly Family[]> {
    return this.#families.read()
  }
}
