import type { Clock } from '../clock.ts'
import { abortable } from './abortable.ts'

const burst = 20
/** The burst is at most this part of the allowed requests. It is taken from the later ones, so a larger part would halve a small rate. */
const burstPart = 1 / 10
const windowSeconds = 300
/** The smallest part of a token that counts. A wait shorter than the clock's precision would never end. */
const rounding = 1e-6

interface Bucket {
  readonly capacity: number
  readonly perSecond: number
}

/** The bucket for a rate. A full bucket and what flows into it in five minutes are together the allowed requests. */
function bucketFor(requestsPer5m: number): Bucket {
  const capacity = Math.max(1, Math.min(burst, requestsPer5m * burstPart))
  return { capacity, perSecond: (requestsPer5m - capacity) / windowSeconds }
}

/** The seconds that so many requests take at this rate, with no burst left. */
export function secondsAtPace(requests: number, requestsPer5m: number): number {
  return requests / bucketFor(requestsPer5m).perSecond
}

/**
 * A token bucket that serves callers in order. In any five minutes it lets no more requests pass than allowed, the burst included.
 * For that a caller takes its token when it passes, not when it begins to wait.
 */
export class Pace {
  readonly #clock: Clock
  #bucket: Bucket
  #tokens: number
  #filledAt: number
  #pausedUntil = 0
  #spacing = { seconds: 0, until: 0 }
  /** When the last one passed that has to keep its distance to the next. */
  #spacedFrom = Number.NEGATIVE_INFINITY
  /** Resolves when all earlier callers have passed or given up. */
  #line: Promise<void> = Promise.resolve()
  #inLine = 0
  #changed = new AbortController()

  constructor(requestsPer5m: number, clock: Clock) {
    this.#clock = clock
    this.#filledAt = clock.monotonic()
    this.#bucket = bucketFor(requestsPer5m)
    this.#tokens = this.#bucket.capacity
  }

  /** Changes the allowed rate, also for callers that wait already. Tokens that were used stay used. */
  setRate(requestsPer5m: number): void {
    this.#refill()
    const used = this.#bucket.capacity - this.#tokens
    this.#bucket = bucketFor(requestsPer5m)
    this.#tokens = this.#bucket.capacity - used
    this.#wake()
  }

  /** Those who wait look again how long they have to. */
  #wake(): void {
    this.#changed.abort()
    this.#changed = new AbortController()
  }

  /** Lets nobody pass for so many seconds. */
  pause(seconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonic() + seconds)
  }

  /** For so many seconds requests keep this distance. It takes the place of what was said before, also for those who wait. */
  spread(spacing: number, forSeconds: number): void {
    this.#spacing = { seconds: spacing, until: this.#clock.monotonic() + forSeconds }
    this.#wake()
  }

  /** Requests keep no distance any more. */
  endSpread(): void {
    if (this.#clock.monotonic() < this.#spacing.until) this.spread(0, 0)
  }

  /** Resolves when the next request may be sent; rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#inLine === 0 && this.#wait() === 0) return this.#pass()
    const before = this.#line
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#line = promise
    this.#inLine += 1
    try {
      await abortable(before, signal)
      for (let wait = this.#wait(); wait > 0; wait = this.#wait()) await this.#sleep(wait, signal)
      this.#pass()
    } finally {
      this.#inLine -= 1
      // A caller that gives up leaves the line. Those behind it still wait for those before it.
      void before.then(resolve)
    }
  }

  /** Seconds until the first caller in line may pass. */
  #wait(): number {
    this.#refill()
    const now = this.#clock.monotonic()
    const missing = 1 - this.#tokens
    return Math.max(
      0,
      missing > rounding ? missing / this.#bucket.perSecond : 0,
      this.#pausedUntil - now,
      now < this.#spacing.until ? this.#spacedFrom + this.#spacing.seconds - now : 0,
    )
  }

  /** Ends early when the rate or the distance changes. */
  async #sleep(seconds: number, signal: AbortSignal): Promise<void> {
    const changed = this.#changed.signal
    await this.#clock.sleep(seconds, AbortSignal.any([signal, changed])).catch(() => signal.throwIfAborted())
  }

  #pass(): void {
    const now = this.#clock.monotonic()
    this.#tokens -= 1
    this.#spacedFrom = now < this.#spacing.until ? now : Number.NEGATIVE_INFINITY
  }

  #refill(): void {
    const now = this.#clock.monotonic()
    const { capacity, perSecond } = this.#bucket
    this.#tokens = Math.min(capacity, this.#tokens + (now - this.#filledAt) * perSecond)
    this.#filledAt = now
  }
}
