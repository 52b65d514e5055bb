import type { Clock } from '../../src/clock.ts'
import { systemClock } from '../../src/clock.ts'

export interface FastClock extends Clock {
  /** The wall clock is set, or the machine was suspended: no timer knows of it. */
  jump(seconds: number): void
}

/**
 * Real time, so many times faster: an hour of waiting in seconds, with real sockets all the same. It goes by heartbeats of this
 * process: where a busy machine gives it no processor, a second of that is not an hour of which nothing is heard.
 */
export function fastClock(speed: number): FastClock {
  const startedAt = heart.seconds()
  let wall = systemClock.now()
  const elapsed = () => (heart.seconds() - startedAt) * speed
  return {
    now: () => wall + elapsed(),
    monotonic: () => elapsed(),
    sleep: (seconds, signal) => heart.sleep(seconds / speed, signal),
    jump(seconds) {
      wall += seconds
    },
  }
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

const beatMs = 1
/** Between two beats every socket had its turn once; whatever took longer was not ours. */
const longestBeat = 0.005

/** One for all clocks of this process, from the first one on. */
const heart = (() => {
  const sleepers = new Set<Sleeper>()
  let time = 0
  let lastBeat: number | undefined

  function beat(): void {
    const now = systemClock.monotonic()
    time += Math.min(longestBeat, now - (lastBeat ?? now))
    lastBeat = now
    for (const sleeper of sleepers) if (sleeper.until <= time) sleeper.wake()
  }

  function seconds(): number {
    if (lastBeat === undefined) {
      lastBeat = systemClock.monotonic()
      setInterval(beat, beatMs).unref()
    }
    return time
  }

  function sleep(length: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const stop = () => {
        sleepers.delete(sleeper)
        reject(signal.reason)
      }
      const wake = () => {
        sleepers.delete(sleeper)
        signal.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { until: seconds() + length, wake }
      sleepers.add(sleeper)
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  return { seconds, sleep }
})()
