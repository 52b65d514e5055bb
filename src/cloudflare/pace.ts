import type { Clock } from '../clock.ts'
import { abortable } from './abortable.ts'

const burst = 20
const windowSeconds = 300
/** Of a token: time is added up in fractions, and a wait shorter than the clock's own precision would never end. */
const rounding = 1e-6

/**
 * A token bucket, first come, first served. In any five minutes it lets no more requests pass than it is allowed, the burst
 * included: who passes takes the token at that moment, and not when the waiting begins.
 */
export class Pace {
  readonly #clock: Clock
  #capacity = 0
  #perSecond = 0
  #tokens: number
  #filledAt: number
  #pausedUntil = 0
  #spacing = { seconds: 0, until: 0 }
  #nextSlot = 0
  /** Resolves when all who came before have passed or given up. */
  #line: Promise<void> = Promise.resolve()
  #changed = new AbortController()

  constructor(requestsPer5m: number, clock: Clock) {
    this.#clock = clock
    this.#filledAt = clock.monotonic()
    this.#allow(requestsPer5m)
    this.#tokens = this.#capacity
  }

  /** Changes the allowed rate, for those who wait as well. What was used up stays used up. */
  setRate(requestsPer5m: number): void {
    this.#refill()
    const used = this.#capacity - this.#tokens
    this.#allow(requestsPer5m)
    this.#tokens = this.#capacity - used
    this.#changed.abort()
    this.#changed = new AbortController()
  }

  /** Nobody passes for so many seconds. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonic() + seconds)
  }

  /** For so many seconds requests keep this distance. */
  spread(spacing: number, forSeconds: number): void {
    this.#spacing = { seconds: spacing, until: this.#clock.monotonic() + forSeconds }
  }

  /** Resolves when the next request may be sent; rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const before = this.#line
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#line = promise
    try {
      await abortable(before, signal)
      for (let wait = this.#wait(); wait > 0; wait = this.#wait()) await this.#sleep(wait, signal)
      this.#pass()
    } finally {
      // Who gives up leaves the line, and does not let those behind past those before.
      void before.then(resolve)
    }
  }

  /** Seconds until the first of the line may pass. */
  #wait(): number {
    this.#refill()
    const now = this.#clock.monotonic()
    const missing = 1 - this.#tokens
    return Math.max(
      0,
      missing > rounding ? missing / this.#perSecond : 0,
      this.#pausedUntil - now,
      this.#nextSlot - now,
    )
  }

  /** Ends early when the rate changes. */
  async #sleep(seconds: number, signal: AbortSignal): Promise<void> {
    const changed = this.#changed.signal
    await this.#clock.sleep(seconds, AbortSignal.any([signal, changed])).catch(() => signal.throwIfAborted())
  }

  #pass(): void {
    const now = this.#clock.monotonic()
    this.#tokens -= 1
    this.#nextSlot = now + (now < this.#spacing.until ? this.#spacing.seconds : 0)
  }

  #allow(requestsPer5m: number): void {
    this.#capacity = Math.min(burst, requestsPer5m / 2)
    this.#perSecond = (requestsPer5m - this.#capacity) / windowSeconds
  }

  #refill(): void {
    const now = this.#clock.monotonic()
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#filledAt) * this.#perSecond)
    this.#filledAt = now
  }
}
