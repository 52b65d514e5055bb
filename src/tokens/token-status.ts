import type { UnixSeconds } from '../certificate/model.ts'
import { type ApiAnswer, type ApiFailure, apiFailureReasons } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'

/** What is known of a credential that is a token. */
export interface TokenStatus {
  /** The name of the credential. */
  readonly credentials: string
  /** Undefined until something was found out. */
  readonly valid: boolean | undefined
  /** Undefined where Cloudflare says nothing of an end. */
  readonly expiresOn: UnixSeconds | undefined
  /** Cloudflare does not know it as a user's token: it is worthless, or it belongs to an account that is not set beside it. */
  readonly isUnverifiable: boolean
}

/** What a verification says of a token. */
export type Verdict = 'good' | 'refused' | 'unverifiable' | 'nothing'

/** `/user/tokens/verify` says "Invalid API Token" of a worthless token, and of one that belongs to an account. */
const invalidApiToken = 1000
/** "Too many authentication failures": of those before it, not of this token. */
const lockedOut = 10502

/** @param isKnownToTheEndpoint it is asked for at its own account, or it has been verified where it is asked for now */
export function verdictOf(answer: ApiAnswer<TokenAnswer>, isKnownToTheEndpoint: boolean): Verdict {
  if (answer.ok) return answer.value.status === 'active' ? 'good' : 'refused'
  const { reason, code }: ApiFailure = answer.failure
  if (code === lockedOut || reason === 'credential' || apiFailureReasons[reason].isOutage) return 'nothing'
  if (code === invalidApiToken) return isKnownToTheEndpoint ? 'refused' : 'unverifiable'
  return reason === 'auth' ? 'refused' : 'nothing'
}

/**
 * The status after a verification. What is no word of Cloudflare's about the token changes nothing.
 * @param isRefusedThroughout nothing that is asked with it succeeds: then a token that cannot be verified is none
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
