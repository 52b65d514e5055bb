import { type Calendar, createCalendar } from '../../../src/schedule/cron-calendar.ts'

/** node-cron as it is, which asks `Date` for the time: for as long as it looks for the next moment, `Date` says the virtual one. */
export function virtualCalendar(cron: string, timezone: string, now: () => number): Calendar {
  const calendar = createCalendar(cron, timezone)
  return { next: () => atTime(now() * 1000, () => calendar.next()) }
}

function atTime<T>(nowMs: number, look: () => T): T {
  const real = globalThis.Date
  globalThis.Date = class extends real {
    constructor(...given: []) {
      if (given.length === 0) super(nowMs)
      else super(...given)
    }

    static override now(): number {
      return nowMs
    }
  } as DateConstructor
  try {
    return look()
  } finally {
    globalThis.Date = real
  }
}
