import { parse, validateDetailed } from 'node-cron'
import type { Seconds } from '../../certificate/model.ts'
import type { Schedule } from '../model.ts'
import { ambiguousDays, oversizedStep } from './cron-misreadings.ts'
import { formatDuration, parseDuration } from './duration.ts'
import { longestGap } from './longest-gap.ts'

/** The problem says what is wrong and what would be right. */
export type ScheduleResult =
  | { readonly ok: true; readonly cron: string; readonly intervalSeconds: Seconds; readonly isDuration: boolean }
  | { readonly ok: false; readonly problem: string }

/** Reads a cron expression of 5 or 6 fields, an @nickname, or a duration that divides the minute, the hour or the day. */
export function parseSchedule(text: string): ScheduleResult {
  const trimmed = text.trim()
  if (trimmed.startsWith('@')) return parseNickname(trimmed)
  if (/\s/.test(trimmed)) return parseCron(trimmed)
  const seconds = parseDuration(trimmed)
  if (seconds === undefined) {
    return refused(
      'is not a schedule: expected a cron expression of 5 or 6 fields such as "0 * * * *", a nickname such as "@hourly", or a duration such as 15m',
    )
  }
  return parseInterval(trimmed, seconds)
}

function refused(problem: string): ScheduleResult {
  return { ok: false, problem }
}

function parseNickname(text: string): ScheduleResult {
  if (!validateDetailed(text).valid) {
    return refused(
      'is not a nickname: expected @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually, or a duration such as 15m',
    )
  }
  return planned(text)
}

function parseCron(text: string): ScheduleResult {
  const { valid, errors } = validateDetailed(text)
  if (!valid)
    return refused(
      `is not a cron expression: ${errors.map(({ message }) => message).join('; ')}; expected 5 or 6 fields such as "0 9 * * 1-5"`,
    )
  const misreading = oversizedStep(text) ?? ambiguousDays(text)
  return misreading === undefined ? planned(text) : refused(misreading)
}

function planned(cron: string): ScheduleResult {
  const intervalSeconds = longestGap(parse(cron))
  if (intervalSeconds === undefined) return refused('never comes: expected days that exist in one of its months')
  return { ok: true, cron, intervalSeconds, isDuration: false }
}

const divisorsOf60 = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]

/** Every duration that returns at the same second of each minute, hour or day, with its cron expression, ascending. */
const intervals: ReadonlyMap<Seconds, string> = new Map<Seconds, string>([
  ...divisorsOf60.map((n) => [n, `*/${n} * * * * *`] as const),
  ...divisorsOf60.map((n) => [n * 60, `*/${n} * * * *`] as const),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => [n * 3600, `0 */${n} * * *`] as const),
  [86_400, '0 0 * * *'],
])

function parseInterval(text: string, seconds: Seconds): ScheduleResult {
  const cron = intervals.get(seconds)
  if (cron !== undefined) return { ok: true, cron, intervalSeconds: seconds, isDuration: true }
  const below = [...intervals.keys()].findLast((valid) => valid < seconds)
  const above = [...intervals.keys()].find((valid) => valid > seconds)
  const nearest = [below, above].filter((valid) => valid !== undefined).map(formatDuration)
  const hint = above === undefined ? '; for a longer one use a cron expression such as "0 9 * * 1"' : ''
  return refused(
    `cannot be repeated evenly: expected seconds or minutes that divide 60 or hours that divide 24, nearest to ${text}: ${nearest.join(' or ')}${hint}`,
  )
}

/** An IANA name that this Node.js knows. Offsets such as +01:00 are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether cycles run at other times with the one than with the other. */
export function isOtherSchedule(a: Schedule, b: Schedule): boolean {
  return a.cron !== b.cron || a.timezone !== b.timezone
}
