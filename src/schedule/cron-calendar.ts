import { createTask } from 'node-cron'

/** Knows when a cron expression is next due. */
export interface Calendar {
  /** The first due moment after now, in Unix seconds. */
  next(): number
}

/**
 * node-cron reads the expression and knows the time zone, but its own timer is never started. That timer does not catch up after a
 * suspend, waits for the old moment after the clock is set back, and blocks the event loop for a minute when the clock is set
 * forward by a month.
 * @param cron an expression that was validated before
 */
export function createCalendar(cron: string, timezone: string): Calendar {
  const task = createTask(cron, () => undefined, { timezone })
  return {
    next() {
      const [run] = task.getNextRuns(1)
      if (!run) throw new Error(`the schedule ${cron} never comes round`)
      return run.getTime() / 1000
    },
  }
}
