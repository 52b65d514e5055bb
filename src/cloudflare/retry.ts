import { type ApiFailure, apiFailureReasons } from './failure.ts'
import { readRetryAfter } from './retry-after.ts'

const attempts = 3
const baseDelay = 1
export const longestDelay = 30

/**
 * How long to wait before the next attempt.
 * @param attempt the one that failed, from 1
 * @param now Unix seconds, for a `Retry-After` that is a date
 * @param random from 0 to 1
 * @returns seconds; undefined where another attempt is not worth making
 */
export function retryDelay(attempt: number, failure: ApiFailure, now: number, random: number): number | undefined {
  if (attempt >= attempts || !mayPass(failure)) return undefined
  const wanted = readRetryAfter(failure.retryAfter, now)
  // Nobody waits longer than this for one request.
  if (wanted !== undefined && wanted <= longestDelay) return wanted
  return random * Math.min(longestDelay, baseDelay * 2 ** attempt)
}

function mayPass({ reason, status }: ApiFailure): boolean {
  return apiFailureReasons[reason].mayPass || status === 408
}
