import type { UnixSeconds } from '../certificate/model.ts'
import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'

/** What is known of a credential that is a token. */
export interface TokenStatus {
  /** The name of the credential. */
  readonly credentials: string
  /** Undefined until something was found out. */
  readonly valid: boolean | undefined
  /** Undefined where Cloudflare says nothing of an end. */
  readonly expiresOn: UnixSeconds | undefined
}

/** `/user/tokens/verify` says "Invalid API Token" of a worthless token, and of one that belongs to an account. */
const invalidApiToken = 1000

/**
 * The status after a verification. What is no word of Cloudflare's about the token changes nothing.
 * @param ownedByAccount whether the account's own endpoint was asked
 */
export function afterVerification(
  before: TokenStatus,
  answer: ApiAnswer<TokenAnswer>,
  ownedByAccount: boolean,
): TokenStatus {
  if (answer.ok) return { ...before, valid: answer.value.status === 'active', expiresOn: answer.value.expiresOn }
  const { reason, code } = answer.failure
  const mayBelongToAccount = code === invalidApiToken && !ownedByAccount
  return reason === 'auth' && !mayBelongToAccount ? { ...before, valid: false } : before
}
