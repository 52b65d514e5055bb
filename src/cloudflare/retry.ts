import type { ApiFailure } from './failure.ts'

const attempts = 3
const baseDelay = 1
const longestDelay = 30

/**
 * How long to wait before the next attempt.
 * @param attempt the one that failed, from 1
 * @param now Unix seconds, for a `Retry-After` that is a date
 * @param random from 0 to 1
 * @returns seconds; undefined where another attempt is not worth making
 */
export function retryDelay(attempt: number, failure: ApiFailure, now: number, random: number): number | undefined {
  if (attempt >= attempts || !mayPass(failure)) return undefined
  return readRetryAfter(failure.retryAfter, now) ?? random * Math.min(longestDelay, baseDelay * 2 ** attempt)
}

function mayPass({ reason, status }: ApiFailure): boolean {
  return (
    reason === 'network' ||
    reason === 'timeout' ||
    reason === 'rate_limited' ||
    reason === 'server_error' ||
    status === 408
  )
}

const httpDate = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * `Retry-After` (RFC 9110, 10.2.3), a number of seconds or a date.
 * @returns seconds; undefined for what is absent, unreadable, past, zero or longer than it is worth waiting for
 */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : httpDate.test(value) ? Date.parse(value) / 1000 - now : 0
  return seconds > 0 && seconds <= longestDelay ? seconds : undefined
}
