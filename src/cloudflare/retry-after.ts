const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3), a number of seconds or a date.
 * @param now Unix seconds
 * @returns seconds, more than 0; undefined for what is absent, unreadable, past or zero
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : httpDate.test(value) ? Date.parse(value) / 1000 - now : 0
  return seconds > 0 ? seconds : undefined
}
