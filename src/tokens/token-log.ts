import type { ApiAnswer } from '../cloudflare/failure.ts'
import type { TokenAnswer } from '../cloudflare/token-answer.ts'
import type { TokenStatus } from './token-status.ts'

interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

/** What the operator can do about a token that Cloudflare does not know as a user's token. */
export const unverifiableHint = 'if it belongs to an account, set account_id beside it'

/**
 * The log lines about one change of a token's status.
 * @param answer the answer of the verification that changed it
 */
export function linesAboutToken(
  before: TokenStatus,
  after: TokenStatus,
  answer: ApiAnswer<TokenAnswer> | undefined,
): readonly LogLine[] {
  const { credentials, valid, expiresOn, isUnverifiable } = after
  const expiry = expiresOn === undefined ? undefined : new Date(expiresOn * 1000).toISOString()
  const fields = { event: 'token_verified', credentials, valid, expiry }
  const said = valid === before.valid ? undefined : wordsOf(after, expiry)
  const status: LogLine[] = said
    ? [{ level: valid ? 'info' : 'error', fields, message: `credential ${credentials}: ${said}` }]
    : []
  if (answer?.ok && answer.value.isExpiryUnreadable) {
    const message = `credential ${credentials}: Cloudflare's answer about the token has an expires_on that cannot be read: when it expires is unknown`
    return [...status, { level: 'warn', fields: { ...fields, event: 'token_expiry_unreadable' }, message }]
  }
  // The reader of the secret logs that it cannot be read.
  if (!answer || answer.ok || valid === false || answer.failure.reason === 'credential') return status
  const { reason, detail } = answer.failure
  const hint = isUnverifiable ? `: ${unverifiableHint}` : ''
  const message = `credential ${credentials}: the token could not be verified${hint}`
  return [...status, { level: 'warn', fields: { ...fields, event: 'token_unverified', reason, detail }, message }]
}

function wordsOf({ valid, isUnverifiable }: TokenStatus, expiry: string | undefined): string | undefined {
  if (valid) return `the token is valid${expiry ? ` until ${expiry}` : ''}`
  if (valid === undefined) return undefined
  return isUnverifiable
    ? `Cloudflare refuses everything that is asked with the token, which could not be verified: ${unverifiableHint}, else make a new one`
    : 'Cloudflare says that the token is not valid'
}
