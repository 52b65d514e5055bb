import { type ApiFailure, apiFailureReasons } from './failure.ts'
import { readRetryAfter } from './retry-after.ts'

const attempts = 3
const baseDelay = 1
export const longestDelay = 30

/**
 * Chooses how long to wait before the next attempt.
 * @param attempt the number of the attempt that failed, from 1
 * @param now Unix seconds, for a `Retry-After` that is a date
 * @param random a number from 0 to 1
 * @returns seconds, or undefined if another attempt is not worth making
 */
export function retryDelay(attempt: number, failure: ApiFailure, now: number, random: number): number | undefined {
  if (attempt >= attempts || !mayPass(failure)) return undefined
  const wanted = readRetryAfter(failure.retryAfter, now)
  // A longer wait than this is left to the gate, which holds back all requests.
  if (wanted !== undefined && wanted <= longestDelay) return wanted
  return random * Math.min(longestDelay, baseDelay * 2 ** attempt)
}

function mayPass({ reason, status }: ApiFailure): boolean {
  return apiFailureReasons[reason].mayPass || status === 408
}
