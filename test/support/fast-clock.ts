import type { Clock } from '../../src/clock.ts'
import { systemClock } from '../../src/clock.ts'

export interface FastClock extends Clock {
  /** The wall clock is set, or the machine was suspended: no timer knows of it. */
  jump(seconds: number): void
}

/** Real time, so many times faster: an hour of waiting in seconds, with real sockets all the same. */
export function fastClock(speed: number): FastClock {
  const startedAt = systemClock.monotonic()
  let wall = systemClock.now()
  const elapsed = () => (systemClock.monotonic() - startedAt) * speed
  return {
    now: () => wall + elapsed(),
    monotonic: () => elapsed(),
    sleep: (seconds, signal) => systemClock.sleep(seconds / speed, signal),
    jump(seconds) {
      wall += seconds
    },
  }
}
