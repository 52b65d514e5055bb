import { createTask } from 'node-cron'

/** Answers when a cron expression comes round next. */
export interface Calendar {
  /** The first moment after now, in Unix seconds. */
  next(): number
}

/**
 * node-cron reads the expression and knows the time zone; its own timer is never started. That timer catches nothing up after
 * a suspended machine, waits for the old moment after the clock is set back, and blocks the event loop for a minute when it is
 * set forward by a month.
 * @param cron already found valid
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
