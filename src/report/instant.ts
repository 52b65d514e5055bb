import type { UnixSeconds } from '../certificate/model.ts'

const earliest: UnixSeconds = Date.UTC(0, 0) / 1000
const latest: UnixSeconds = Date.UTC(9999, 11, 31, 23, 59, 59, 999) / 1000

/** RFC 3339 in UTC; null for what is not known, and for what it cannot write: it knows four digits of a year. */
export function instant(seconds: UnixSeconds | undefined): string | null {
  if (seconds === undefined || !(seconds >= earliest && seconds <= latest)) return null
  return new Date(seconds * 1000).toISOString()
}
