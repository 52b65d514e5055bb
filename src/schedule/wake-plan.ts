/** What the scheduler remembers between two wake-ups. All values are in seconds. */
export interface ScheduleState {
  /** When the next full cycle is due, in wall-clock time. */
  readonly due: number
  /** When to ask again for what failed. Undefined if nothing is waiting. */
  readonly retryAt: number | undefined
  /** The wall clock minus the monotonic clock at the last wake-up. */
  readonly drift: number
}

export interface Wake {
  /** The reason to run now, if there is one. */
  readonly run: 'due' | 'clock_jump' | 'retry' | undefined
  /** Seconds to sleep until the next wake-up. */
  readonly sleep: number
}

/**
 * A larger change of the offset is a suspended machine or a stepped clock. A slewing clock drifts by milliseconds between two
 * wake-ups.
 */
const jump = 30

/** A suspended machine or a stepped clock is noticed after so many seconds at the latest. */
const longestSleep = 5

/**
 * Decides at each wake-up what to do. Long timers cannot be trusted: they stand still while the machine is suspended, and do not
 * notice that the wall clock was stepped.
 */
export function planWake({ due, retryAt, drift }: ScheduleState, now: number, monotonic: number): Wake {
  if (Math.abs(now - monotonic - drift) > jump) return { run: 'clock_jump', sleep: 0 }
  if (now >= due) return { run: 'due', sleep: 0 }
  if (retryAt !== undefined && now >= retryAt) return { run: 'retry', sleep: 0 }
  return { run: undefined, sleep: Math.min(longestSleep, due - now, (retryAt ?? due) - now) }
}

const firstRetry = 60
const longestRetry = 900

/**
 * Chooses how long to wait before asking again for what failed.
 * @param round the number of consecutive cycles with failures, from 1
 * @param random a number from 0 to 1, which spreads instances that failed together
 */
export function earlyRetryDelay(round: number, random: number): number {
  return Math.min(longestRetry, firstRetry * 2 ** (round - 1)) * (0.75 + random / 2)
}

/** Chooses the offset of this process, so that many instances with one schedule do not ask at the same time. */
export function chooseOffset(intervalSeconds: number, random: number): number {
  return random * Math.min(intervalSeconds / 10, 60)
}
