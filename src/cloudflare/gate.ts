import type { Clock } from '../clock.ts'
import { abortable } from './abortable.ts'
import { afterAnswer, type Circuit, closedCircuit, type OpenCircuit, openUntil } from './circuit.ts'
import type { ApiFailure } from './failure.ts'
import { Pace } from './pace.ts'
import type { RateLimit } from './rate-limit-header.ts'
import { longestDelay } from './retry.ts'
import { readRetryAfter } from './retry-after.ts'

/** A request that may be sent. Whoever holds it says how it ended, or gives it back. */
export interface Admission {
  readonly ok: true
  answered(failure: ApiFailure | undefined, rateLimit: RateLimit | undefined): void
  abandoned(): void
}

/** A request that is not sent, because the last ones that were had this failure. */
export interface Refusal {
  readonly ok: false
  readonly failure: ApiFailure
}

export interface HeldBack {
  readonly cause: OpenCircuit['cause']
  readonly failure: ApiFailure
  /** Until the next probe may go. */
  readonly seconds: number
}

export interface GateOptions {
  readonly requestsPer5m: number
  /** How many zones are watched with this credential by now. */
  readonly zonesWatched: () => number
}

/** Cloudflare blocks for five minutes; whatever claims more is not believed. */
const longestPause = 300
/** With fewer requests left than this in Cloudflare's window, the rest of it is spread over what remains. */
const littleLeft = 20

/**
 * Stands before every request that is made with one credential: keeps the pace, waits where Cloudflare says so, and in an outage
 * lets through one probing request now and then, not ten thousand. Lives as long as the process: a reload forgives nothing.
 */
export class Gate {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #onCircuit: (open: OpenCircuit | undefined) => void
  readonly #pace: Pace
  #zonesWatched: () => number
  #circuit: Circuit = closedCircuit
  #probe: Promise<void> | undefined
  #secret: string | undefined

  /** @param onCircuit is told when it opens, with the cause, and when it closes, with undefined */
  constructor(
    { requestsPer5m, zonesWatched }: GateOptions,
    clock: Clock,
    random: () => number,
    onCircuit: (open: OpenCircuit | undefined) => void = () => undefined,
  ) {
    this.#clock = clock
    this.#random = random
    this.#onCircuit = onCircuit
    this.#pace = new Pace(requestsPer5m, clock)
    this.#zonesWatched = zonesWatched
  }

  configure({ requestsPer5m, zonesWatched }: GateOptions): void {
    this.#pace.setRate(requestsPer5m)
    this.#zonesWatched = zonesWatched
  }

  /** Seconds until an outage is probed again; undefined where there is none. */
  get nextProbe(): number | undefined {
    const { open } = this.#circuit
    return open?.cause === 'outage' ? Math.max(0, open.probeAt - this.#clock.monotonic()) : undefined
  }

  /** Why nothing but probes is sent; undefined where requests go as they come. */
  get trouble(): ApiFailure | undefined {
    return this.#circuit.open?.failure
  }

  /** As `trouble`, and in how many seconds the next probe may go. */
  get heldBack(): HeldBack | undefined {
    const { open } = this.#circuit
    if (!open) return undefined
    const { cause, failure, probeAt } = open
    return { cause, failure, seconds: Math.max(0, probeAt - this.#clock.monotonic()) }
  }

  /**
   * Waits for its turn.
   * @param secret what will be sent: another one than was refused is tried at once
   * @throws the signal's reason, once that is aborted
   */
  async enter(secret: string, zoneId: string, signal: AbortSignal): Promise<Admission | Refusal> {
    this.#noticeChange(secret)
    while (this.#probe) await abortable(this.#probe, signal)
    // From here to the next await nothing may come between, or two would be the probe.
    const { open } = this.#circuit
    if (open && this.#clock.monotonic() < open.probeAt) return { ok: false, failure: unsent(open.failure) }
    const leave = open ? this.#beginProbe() : () => undefined
    try {
      await this.#pace.take(signal)
    } catch (aborted) {
      leave()
      throw aborted
    }
    // Those that were under way may have found out meanwhile.
    if (this.#circuit.open && !open) return { ok: false, failure: unsent(this.#circuit.open.failure) }
    return {
      ok: true,
      abandoned: leave,
      answered: (failure, rateLimit) => {
        this.#learn(failure, rateLimit, zoneId)
        leave()
      },
    }
  }

  /** Everybody else waits until the probe has its answer. */
  #beginProbe(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#probe = promise
    return () => {
      this.#probe = undefined
      resolve()
    }
  }

  #noticeChange(secret: string): void {
    if (this.#secret !== secret && this.#circuit.open?.cause !== 'outage') this.#become(closedCircuit)
    this.#secret = secret
  }

  #learn(failure: ApiFailure | undefined, rateLimit: RateLimit | undefined, zoneId: string): void {
    const now = this.#clock.monotonic()
    const zonesWatched = failure ? this.#zonesWatched() : 0
    const answered = { failure, zoneId, zonesWatched, now, random: this.#random() }
    this.#become(afterAnswer(this.#circuit, answered))
    if (failure?.reason === 'rate_limited') this.#obey(failure)
    if (rateLimit && rateLimit.remaining < littleLeft) {
      const { remaining, reset = 60 } = rateLimit
      this.#pace.spread(Math.min(reset, longestPause) / (remaining + 1), reset)
    }
  }

  #become(next: Circuit): void {
    const before = this.#circuit.open?.cause
    this.#circuit = next
    if (next.open?.cause !== before) this.#onCircuit(next.open)
  }

  #obey(failure: ApiFailure): void {
    const wanted = readRetryAfter(failure.retryAfter, this.#clock.now())
    if (wanted === undefined) return
    const seconds = Math.min(wanted, longestPause)
    if (seconds <= longestDelay) this.#pace.pause(seconds)
    else this.#become(openUntil(this.#circuit, this.#clock.monotonic() + seconds, failure))
  }
}

function unsent(failure: ApiFailure): ApiFailure {
  return { ...failure, unsent: true, detail: `not asked, since the last requests failed: ${failure.detail}` }
}
