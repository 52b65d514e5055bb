import type { Reading } from './certificate-answer.ts'
import { isObject } from './envelope.ts'
import { parseApiTime } from './time.ts'

/** What Cloudflare says about a token. */
export interface TokenAnswer {
  /** `active`, `disabled`, `expired`. */
  readonly status: string
  /** Unix seconds. Undefined for a token that does not expire. */
  readonly expiresOn: number | undefined
}

/** Reads the result of a token's verification. */
export function readToken(result: unknown): Reading<TokenAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const { status, expires_on: expiresOn } = result
  if (typeof status !== 'string') return { ok: false, detail: 'the result has no status' }
  if (expiresOn === undefined || expiresOn === null || expiresOn === '')
    return { ok: true, value: { status, expiresOn: undefined } }
  const seconds = typeof expiresOn === 'string' ? parseApiTime(expiresOn) : Number.NaN
  return Number.isNaN(seconds)
    ? { ok: false, detail: 'expires_on is not a date' }
    : { ok: true, value: { status, expiresOn: seconds } }
}
