const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3), which is a number of seconds or a date.
 * @param now Unix seconds
 * @returns seconds, more than 0; undefined if the header is absent, unreadable, zero or in the past
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : httpDate.test(value) ? Date.parse(value) / 1000 - now : 0
  return seconds > 0 ? seconds : undefined
}
