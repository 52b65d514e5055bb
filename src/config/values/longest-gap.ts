import type { ParsedFields } from 'node-cron'
import type { Seconds } from '../../certificate/model.ts'

/** Until 2060. In this time every weekday falls on every date, and no leap year is skipped (2100 is). */
const firstYear = 2024
const lastYear = 2060

/** The longest time between two planned cycles, without daylight saving. Undefined if no cycle is ever planned. */
export function longestGap(fields: ParsedFields): Seconds | undefined {
  const { first, last, longest } = spread(timesOfDay(fields))
  const days = isEveryDay(fields) ? 1 : spread(matchingDays(fields)).longest
  return days === 0 ? undefined : Math.max(longest, days * 86_400 - (last - first))
}

/** Most schedules run every day. No calendar has to be searched for them. */
function isEveryDay({ month, dayOfMonth, dayOfWeek }: ParsedFields): boolean {
  const has = (field: readonly unknown[], from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i).every((value) => field.includes(value))
  return has(month, 1, 12) && has(dayOfMonth, 1, 31) && has(dayOfWeek, 0, 6)
}

/** The first and last number of an ascending series, and its longest step. All are 0 if it is empty. */
function spread(ascending: Iterable<number>) {
  let first: number | undefined
  let last = 0
  let longest = 0
  for (const value of ascending) {
    if (first === undefined) first = value
    else longest = Math.max(longest, value - last)
    last = value
  }
  return { first: first ?? 0, last, longest }
}

function* timesOfDay({ hour, minute, second }: ParsedFields): Generator<Seconds> {
  // node-cron keeps the order of a range over midnight: `22-2` is 22, 23, 0, 1, 2.
  const [hours, minutes, seconds] = [ascending(hour), ascending(minute), ascending(second)]
  for (const h of hours) {
    for (const m of minutes) {
      for (const s of seconds) yield h * 3600 + m * 60 + s
    }
  }
}

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}

interface Day {
  readonly day: number
  readonly lastDay: number
  readonly weekday: number
}

/** As days since 1970, ascending. */
function* matchingDays({ month, dayOfMonth, dayOfWeek }: ParsedFields): Generator<number> {
  const months = ascending(month)
  for (let year = firstYear; year <= lastYear; year++) {
    for (const thisMonth of months) {
      const start = Date.UTC(year, thisMonth - 1, 1) / 86_400_000
      const lastDay = new Date(Date.UTC(year, thisMonth, 0)).getUTCDate()
      for (let day = 1; day <= lastDay; day++) {
        const here = { day, lastDay, weekday: weekdayOf(start + day - 1) }
        if (matchesDayOfMonth(dayOfMonth, here) && matchesDayOfWeek(dayOfWeek, here)) yield start + day - 1
      }
    }
  }
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(daysSince1970: number): number {
  return (daysSince1970 + 4) % 7
}

/** A number, `L` (last), `L-3` (three before the last), `15W` or `LW` (the nearest weekday in the same month). */
function matchesDayOfMonth(field: ParsedFields['dayOfMonth'], here: Day): boolean {
  return field.some((value) => {
    if (typeof value === 'number') return value === here.day
    const [, target = '', offset = '0', nearest] = /^([0-9]+|L)(?:-([0-9]+))?(W?)$/.exec(value) ?? []
    const wanted = target === 'L' ? here.lastDay - Number(offset) : Number(target)
    return nearest === 'W' ? isNearestWeekday(wanted, here) : wanted === here.day
  })
}

function isNearestWeekday(target: number, { day, lastDay, weekday }: Day): boolean {
  if (target < 1 || target > lastDay || weekday === 0 || weekday === 6) return false
  const targetWeekday = (((weekday + target - day) % 7) + 7) % 7
  if (targetWeekday === 6) return day === (target === 1 ? 3 : target - 1)
  if (targetWeekday === 0) return day === (target === lastDay ? target - 2 : target + 1)
  return day === target
}

/** A number, `5#2` (the second Friday) or `5L` (the last Friday). */
function matchesDayOfWeek(field: ParsedFields['dayOfWeek'], here: Day): boolean {
  return field.some((value) => {
    if (typeof value === 'number') return value === here.weekday
    const [, weekday, last, nth] = /^([0-7])(?:(L)|#([1-5]))$/i.exec(value) ?? []
    if (Number(weekday) % 7 !== here.weekday) return false
    return last === undefined ? Math.ceil(here.day / 7) === Number(nth) : here.day + 7 > here.lastDay
  })
}
