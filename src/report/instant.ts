import type { UnixSeconds } from '../certificate/model.ts'

// Date.UTC takes years up to 99 for those of the last century.
const earliest: UnixSeconds = Date.parse('0000-01-01T00:00:00Z') / 1000
const latest: UnixSeconds = Date.UTC(9999, 11, 31, 23, 59, 59, 999) / 1000

/** RFC 3339 in UTC; null for what is not known, and for what it cannot write: it knows four digits of a year. */
export function instant(seconds: UnixSeconds | undefined): string | null {
  if (seconds === undefined || !(seconds >= earliest && seconds <= latest)) return null
  return new Date(seconds * 1000).toISOString()
}
