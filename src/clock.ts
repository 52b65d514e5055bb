import type { Seconds, UnixSeconds } from './certificate/model.ts'

/** The time. It is passed to everything that needs it. */
export interface Clock {
  /** Wall-clock time. It can jump in both directions. */
  now(): UnixSeconds
  /** The time since a fixed moment. It never jumps. On Linux it stops while the machine is suspended. */
  monotonic(): Seconds
  /** Resolves after the given number of seconds. Rejects with the signal's reason when the signal is aborted. */
  sleep(seconds: Seconds, signal: AbortSignal): Promise<void>
}

/** The longest timer of Node.js is 2^31 - 1 ms. Node.js changes anything longer to 1 ms. */
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
