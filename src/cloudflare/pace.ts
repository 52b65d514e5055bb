import type { Clock } from '../clock.ts'

export interface Pace {
  /** Resolves when the next request may be sent, first come, first served; rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<void>
}

const burst = 20
const windowSeconds = 300

/** A token bucket. In any five minutes it lets no more than `requestsPer5m` requests pass, the burst included. */
export function createPace(requestsPer5m: number, clock: Clock): Pace {
  const capacity = Math.min(burst, Math.ceil(requestsPer5m / 2))
  const perSecond = (requestsPer5m - capacity) / windowSeconds
  let tokens = capacity
  let filledAt = clock.monotonic()

  function refill(): void {
    const now = clock.monotonic()
    tokens = Math.min(capacity, tokens + (now - filledAt) * perSecond)
    filledAt = now
  }

  return {
    async take(signal) {
      signal.throwIfAborted()
      refill()
      // Below zero the bucket counts those who wait: each is owed the next token that comes in.
      tokens -= 1
      if (tokens >= 0) return
      try {
        await clock.sleep(-tokens / perSecond, signal)
      } catch (aborted) {
        tokens += 1
        throw aborted
      }
    },
  }
}
