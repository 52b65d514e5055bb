/** What the scheduler remembers between two wake-ups. All in seconds. */
export interface ScheduleState {
  /** When the next full cycle is due, in wall-clock time. */
  readonly due: number
  /** When what failed is asked again; undefined where nothing is waiting. */
  readonly retryAt: number | undefined
  /** Wall clock minus monotonic clock when last looked at. */
  readonly drift: number
}

export interface Wake {
  /** Why to run now, if there is a reason. */
  readonly run: 'due' | 'clock_jump' | 'retry' | undefined
  /** How long to sleep before the next look. */
  readonly sleep: number
}

/** A slewing clock drifts by milliseconds between two looks; a suspended machine or a stepped clock by more than this. */
const jump = 30

/** A suspended machine or a stepped clock is noticed after so long at the latest. */
const longestSleep = 5

/**
 * Decides at each wake-up. Timers cannot be trusted with it: they stand still while the machine is suspended,
 * and know nothing of a wall clock that was stepped.
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
 * How long to wait before what failed is asked again.
 * @param round how many cycles running have had failures, from 1
 * @param random from 0 to 1; spreads instances that failed together
 */
export function earlyRetryDelay(round: number, random: number): number {
  return Math.min(longestRetry, firstRetry * 2 ** (round - 1)) * (0.75 + random / 2)
}

/** One offset for the life of the process, so that many instances with one schedule do not ask together. */
export function chooseOffset(intervalSeconds: number, random: number): number {
  return random * Math.min(intervalSeconds / 10, 60)
}
