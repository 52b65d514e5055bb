import type { Clock } from '../clock.ts'
import { abortable } from './abortable.ts'
import {
  type Admission,
  type GateObserver,
  type GateOptions,
  type HeldBack,
  nobody,
  type Refusal,
} from './admission.ts'
import type { OpenCircuit } from './circuit.ts'
import type { Subject } from './credential-doubt.ts'
import { CredentialHealth } from './credential-health.ts'
import type { ApiFailure } from './failure.ts'
import { Pace } from './pace.ts'
import type { RateLimit } from './rate-limit-header.ts'
import { longestDelay } from './retry.ts'
import { readRetryAfter } from './retry-after.ts'

/** Cloudflare blocks for five minutes. A `Retry-After` that is longer than this is not believed. */
const longestPause = 300
/** If fewer requests than this are left in Cloudflare's window, they are spread over the rest of it. */
const littleLeft = 20

/**
 * Stands before every request that is made with one credential. It keeps the pace and waits if Cloudflare asks for that. In an
 * outage, and while the credential may be refused, it lets through one probe now and then instead of ten thousand requests. It lives
 * as long as the process, so a reload does not reset it.
 */
export class Gate {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #observer: GateObserver
  readonly #pace: Pace
  readonly #health: CredentialHealth
  #zonesWatched: () => number
  #probe: Promise<void> | undefined
  #verification: Promise<void> | undefined
  #secret: string | undefined

  constructor(
    { requestsPer5m, zonesWatched }: GateOptions,
    clock: Clock,
    random: () => number,
    observer: Partial<GateObserver> = {},
  ) {
    this.#clock = clock
    this.#random = random
    this.#observer = { ...nobody, ...observer }
    this.#pace = new Pace(requestsPer5m, clock)
    this.#health = new CredentialHealth({
      circuit: (open) => this.#onCircuit(open),
      refusedThroughout: (isSo) => this.#observer.refusedThroughout(isSo),
    })
    this.#zonesWatched = zonesWatched
  }

  configure({ requestsPer5m, zonesWatched }: GateOptions): void {
    this.#pace.setRate(requestsPer5m)
    this.#zonesWatched = zonesWatched
  }

  /** Seconds until an outage is probed again, or undefined if there is no outage. */
  get nextProbe(): number | undefined {
    const { open } = this.#health
    return open?.cause === 'outage' ? Math.max(0, open.probeAt - this.#clock.monotonic()) : undefined
  }

  /** Why only probes are sent, and in how many seconds the next one may go. Undefined if requests are sent normally. */
  get heldBack(): HeldBack | undefined {
    const { open } = this.#health
    if (!open) return undefined
    const { cause, failure, probeAt } = open
    return { cause, failure, seconds: Math.max(0, probeAt - this.#clock.monotonic()) }
  }

  /** Whether nothing succeeds any more with the credential, or undefined if that is unknown. */
  get isRefused(): boolean | undefined {
    return this.#health.isRefused
  }

  /** Is called when a verification says that the credential is good. */
  verified(): void {
    this.#health.verified(this.#clock.monotonic())
  }

  /**
   * Waits until a request may be sent.
   * @param secret what will be sent. A secret that differs from the refused one is tried at once.
   * @throws the signal's reason, once that is aborted
   */
  async enter(secret: string, subject: Subject, signal: AbortSignal): Promise<Admission | Refusal> {
    this.#noticeChange(secret)
    for (;;) {
      for (let answer = this.#awaited(subject); answer; answer = this.#awaited(subject)) await abortable(answer, signal)
      // There must be no await between this check and `#beginProbe()`, or two callers would become the probe.
      const open = this.#openFor(subject)
      const failure = this.#whyHeldBack(subject, open)
      if (failure) return { ok: false, failure: unsent(failure) }
      const endProbe = open ? this.#beginProbe() : () => undefined
      try {
        await this.#pace.take(signal)
      } catch (aborted) {
        endProbe()
        throw aborted
      }
      // While this request waited for the pace, the answers to earlier ones may have opened the circuit.
      if (open || !this.#openFor(subject)) return this.#admission(subject, endProbe)
    }
  }

  #admission(subject: Subject, endProbe: () => void): Admission {
    return {
      ok: true,
      abandoned: endProbe,
      answered: (failure, rateLimit) => {
        this.#learn(failure, rateLimit, subject)
        endProbe()
      },
    }
  }

  /**
   * The answer to wait for. A verification does not wait for a verification, and not for the probe of a refused credential, because
   * it has to find that out itself.
   */
  #awaited({ isVerification }: Subject): Promise<void> | undefined {
    if (!isVerification) return this.#probe ?? this.#verification
    return this.#health.open?.cause === 'outage' ? this.#probe : undefined
  }

  /** The open circuit that applies to a request. A verification passes while the credential is refused, because it finds that out. */
  #openFor({ isVerification }: Subject): OpenCircuit | undefined {
    const { open } = this.#health
    return isVerification && open?.cause === 'refused' ? undefined : open
  }

  #whyHeldBack(subject: Subject, open: OpenCircuit | undefined): ApiFailure | undefined {
    const now = this.#clock.monotonic()
    return (open && this.#health.notTheProbe(open, subject, now)) ?? this.#health.heldBack(subject, now)
  }

  /** Makes everybody else wait until the probe has its answer. */
  #beginProbe(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#probe = promise
    return () => {
      this.#probe = undefined
      resolve()
    }
  }

  #noticeChange(secret: string): void {
    if (this.#secret === secret) return
    this.#secret = secret
    this.#health.forget()
  }

  #learn(failure: ApiFailure | undefined, rateLimit: RateLimit | undefined, subject: Subject): void {
    const zonesWatched = failure ? this.#zonesWatched() : 0
    this.#health.answered(failure, subject, { zonesWatched, now: this.#clock.monotonic(), random: this.#random() })
    if (failure?.reason === 'rate_limited') this.#obey(failure)
    if (rateLimit) this.#spread(rateLimit)
  }

  /** The latest header counts: what it says takes the place of what an earlier one said. */
  #spread({ remaining, reset = 60 }: RateLimit): void {
    const seconds = Math.min(reset, longestPause)
    if (remaining < littleLeft) this.#pace.spread(seconds / (remaining + 1), seconds)
    else this.#pace.endSpread()
  }

  #onCircuit(open: OpenCircuit | undefined): void {
    this.#observer.circuit(open)
    const asked = open?.cause === 'refused' && !this.#verification ? this.#observer.suspected() : undefined
    if (!asked) return
    const settled = asked
      .catch(() => undefined)
      .then(() => {
        this.#verification = undefined
      })
    this.#verification = settled
  }

  #obey(failure: ApiFailure): void {
    const wanted = readRetryAfter(failure.retryAfter, this.#clock.now())
    if (wanted === undefined) return
    const seconds = Math.min(wanted, longestPause)
    if (seconds <= longestDelay) this.#pace.pause(seconds)
    else this.#health.pauseUntil(this.#clock.monotonic() + seconds, failure)
  }
}

function unsent(failure: ApiFailure): ApiFailure {
  return { ...failure, unsent: true, detail: `not asked, since the last requests failed: ${failure.detail}` }
}
