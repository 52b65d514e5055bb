import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Severity } from './severity.ts'

export interface JudgedCredential {
  /** Undefined until something was found out. Of a key: whether anything succeeds with it. */
  readonly valid: boolean | undefined
  readonly isReadable: boolean
  readonly expiresOn: UnixSeconds | undefined
}

const endsSoon: Seconds = 14 * 86_400

/** `unreadable`, `refused`: nothing can be asked with it. `unknown`: nothing was found out yet. */
export const credentialStates = ['unreadable', 'refused', 'ends_soon', 'ended', 'unknown', 'ok'] as const
export type CredentialState = (typeof credentialStates)[number]

export interface CredentialJudgement {
  readonly state: CredentialState
  readonly severity: Severity
}

/**
 * Judges as `CloudflareCredentialUnreadable`, `CloudflareTokenInvalid`, `CloudflareCredentialRefused` and `CloudflareTokenExpirySoon`
 * do. That one goes on for a token that has ended, until Cloudflare is seen to refuse it.
 */
export function judgeCredential(credential: JudgedCredential, now: UnixSeconds): CredentialJudgement {
  const { valid, isReadable, expiresOn } = credential
  if (!isReadable) return { state: 'unreadable', severity: 'critical' }
  if (valid === false) return { state: 'refused', severity: 'critical' }
  const left = expiresOn === undefined ? Number.POSITIVE_INFINITY : expiresOn - now
  if (left < 0) return { state: 'ended', severity: 'warning' }
  if (left < endsSoon) return { state: 'ends_soon', severity: 'warning' }
  return { state: valid === undefined ? 'unknown' : 'ok', severity: 'ok' }
}
