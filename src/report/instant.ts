import type { UnixSeconds } from '../certificate/model.ts'

// Date.UTC would take years up to 99 for years of the last century.
const earliest: UnixSeconds = Date.parse('0000-01-01T00:00:00Z') / 1000
const latest: UnixSeconds = Date.UTC(9999, 11, 31, 23, 59, 59, 999) / 1000

/** Writes RFC 3339 in UTC. Returns null for an unknown instant, and for a year that has not four digits. */
export function instant(seconds: UnixSeconds | undefined): string | null {
  if (seconds === undefined || !(seconds >= earliest && seconds <= latest)) return null
  return new Date(seconds * 1000).toISOString()
}

/** Writes `2026-12-18 13:00 UTC`, for sentences. */
export function minuteOf(seconds: UnixSeconds | undefined): string {
  const written = instant(seconds)
  return written === null ? 'an unknown time' : `${written.slice(0, 16).replace('T', ' ')} UTC`
}

/** ` since …`; empty where it was first seen at the last reading: whoever remembers nothing, as `check`, does not know for how long it has been so. */
export function sinceWords(since: UnixSeconds | undefined, lastRead: UnixSeconds | undefined): string {
  const minute = minuteOf(since)
  return minute === minuteOf(lastRead) ? '' : ` since ${minute}`
}
