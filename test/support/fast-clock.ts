import type { Clock } from '../../src/clock.ts'
import { systemClock } from '../../src/clock.ts'

/** Real time, so many times faster: an hour of waiting in seconds, with real sockets all the same. */
export function fastClock(speed: number): Clock {
  const startedAt = systemClock.monotonic()
  const wall = systemClock.now()
  const elapsed = () => (systemClock.monotonic() - startedAt) * speed
  return {
    now: () => wall + elapsed(),
    monotonic: () => elapsed(),
    sleep: (seconds, signal) => systemClock.sleep(seconds / speed, signal),
  }
}
