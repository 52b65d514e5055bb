import type { Clock } from '../clock.ts'

const burst = 20
const windowSeconds = 300

/**
 * A token bucket, first come, first served. In any five minutes it lets no more requests pass than it is allowed, the burst included.
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

  constructor(requestsPer5m: number, clock: Clock) {
    this.#clock = clock
    this.#filledAt = clock.monotonic()
    this.#allow(requestsPer5m)
    this.#tokens = this.#capacity
  }

  /** Changes the allowed rate. What was used up stays used up. */
  setRate(requestsPer5m: number): void {
    this.#refill()
    const used = this.#capacity - this.#tokens
    this.#allow(requestsPer5m)
    this.#tokens = this.#capacity - used
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
    this.#refill()
    // Below zero the bucket counts those who wait: each is owed the next token that comes in.
    this.#tokens -= 1
    try {
      await this.#wait(Math.max(0, -this.#tokens / this.#perSecond, this.#slot() - this.#clock.monotonic()), signal)
      while (this.#pausedUntil > this.#clock.monotonic())
        await this.#wait(this.#pausedUntil - this.#clock.monotonic(), signal)
    } catch (aborted) {
      this.#tokens += 1
      throw aborted
    }
  }

  #wait(seconds: number, signal: AbortSignal): Promise<void> | undefined {
    return seconds > 0 ? this.#clock.sleep(seconds, signal) : undefined
  }

  #slot(): number {
    const now = this.#clock.monotonic()
    const slot = Math.max(now, this.#nextSlot)
    this.#nextSlot = slot + (now < this.#spacing.until ? this.#spacing.seconds : 0)
    return slot
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
