import type { UnixSeconds } from '../certificate/model.ts'
import { type ApiAnswer, type ApiFailure, apiFailureReasons } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'

/** What is known about a token. */
export interface TokenStatus {
  /** The name of the credential. */
  readonly credentials: string
  /** Undefined until a verification has found it out. */
  readonly valid: boolean | undefined
  /** Undefined if Cloudflare gives no expiry. */
  readonly expiresOn: UnixSeconds | undefined
  /** Cloudflare does not know it as a user's token. It is invalid, or it belongs to an account and `account_id` is not set. */
  readonly isUnverifiable: boolean
}

/** What a verification says about a token. */
export type Verdict = 'good' | 'refused' | 'unverifiable' | 'nothing'

/** `/user/tokens/verify` says "Invalid API Token" about an invalid token, and about one that belongs to an account. */
const invalidApiToken = 1000
/** "Too many authentication failures" is about the requests before, not about this token. */
const lockedOut = 10502

/** @param isKnownToTheEndpoint its own account is asked, or it was verified before at the endpoint that is asked now */
export function verdictOf(answer: ApiAnswer<TokenAnswer>, isKnownToTheEndpoint: boolean): Verdict {
  if (answer.ok) return answer.value.status === 'active' ? 'good' : 'refused'
  const { reason, code }: ApiFailure = answer.failure
  const { isOutage, saysOfCredential } = apiFailureReasons[reason]
  if (code === lockedOut || isOutage) return 'nothing'
  if (code === invalidApiToken) return isKnownToTheEndpoint ? 'refused' : 'unverifiable'
  return saysOfCredential === 'refused' ? 'refused' : 'nothing'
}

/**
 * The status after a verification. An answer that says nothing about the token changes nothing.
 * @param isRefusedThroughout nothing that is asked with the token succeeds; a token that cannot be verified then counts as invalid
 */
export function afterVerification(
  before: TokenStatus,
  verdict: Verdict,
  answer: ApiAnswer<TokenAnswer>,
  isRefusedThroughout: boolean,
): TokenStatus {
  const expiresOn = answer.ok ? answer.value.expiresOn : before.expiresOn
  switch (verdict) {
    case 'good':
      return { ...before, valid: true, expiresOn, isUnverifiable: false }
    case 'refused':
      return { ...before, valid: false, expiresOn, isUnverifiable: false }
    case 'unverifiable':
      return { ...before, valid: isRefusedThroughout ? false : undefined, expiresOn: undefined, isUnverifiable: true }
    case 'nothing':
      return before
  }
}
