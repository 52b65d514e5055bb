import type { Seconds, UnixSeconds } from './certificate/model.ts'

/** Time, handed to whatever needs it. */
export interface Clock {
  /** Wall-clock time. It can jump, in both directions. */
  now(): UnixSeconds
  /** Time since some fixed moment. It never jumps; on Linux it stands still while the machine is suspended. */
  monotonic(): Seconds
  /** Resolves after so many seconds; rejects at once with the signal's reason when that is aborted. */
  sleep(seconds: Seconds, signal: AbortSignal): Promise<void>
}

/** Node.js caps a timer at 2^31 - 1 ms and turns anything longer into 1 ms. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now() / 1000,
  monotonic: () => performance.now() / 1000,
  sleep(seconds, signal) {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', stop)
          resolve()
        },
        Math.min(seconds * 1000, longestTimerMs),
      )
      signal.addEventListener('abort', stop, { once: true })
    })
  },
}
