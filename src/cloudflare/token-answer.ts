import type { Reading } from './certificate-answer.ts'
import { isObject } from './envelope.ts'
import { parseApiTime } from './time.ts'

/** What Cloudflare says about a token. */
export interface TokenAnswer {
  /** `active`, `disabled`, `expired`. */
  readonly status: string
  /** Unix seconds. Undefined for a token that does not expire, and where that cannot be read. */
  readonly expiresOn: number | undefined
  /** The answer has an `expires_on` that cannot be read, so whether and when the token expires is unknown. */
  readonly isExpiryUnreadable?: true
}

/** Reads the result of a token's verification. An `expires_on` that cannot be read costs itself, not the status. */
export function readToken(result: unknown): Reading<TokenAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const { status, expires_on: expiresOn } = result
  if (typeof status !== 'string') return { ok: false, detail: 'the result has no status' }
  if (expiresOn === undefined || expiresOn === null || expiresOn === '')
    return { ok: true, value: { status, expiresOn: undefined } }
  const seconds = typeof expiresOn === 'string' ? parseApiTime(expiresOn) : Number.NaN
  return Number.isNaN(seconds)
    ? { ok: true, value: { status, expiresOn: undefined, isExpiryUnreadable: true } }
    : { ok: true, value: { status, expiresOn: seconds } }
}
