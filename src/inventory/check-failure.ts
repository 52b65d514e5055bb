import { type ApiFailure, type ApiFailureReason, apiFailureSentences } from '../cloudflare/failure.ts'

/** Why the last check of a certificate failed, each with its sentence for people. */
export const checkFailureSentences = {
  ...apiFailureSentences,
  bad_certificate: "Cloudflare's answer is fine, the certificate in it cannot be parsed",
  internal: 'a fault of this program; its log has the stack',
} as const satisfies Record<ApiFailureReason | 'bad_certificate' | 'internal', string>

export type CheckFailureReason = keyof typeof checkFailureSentences

export const checkFailureReasons = Object.keys(checkFailureSentences).filter(isReason)

function isReason(word: string): word is CheckFailureReason {
  return Object.hasOwn(checkFailureSentences, word)
}

export type CheckFailure = Omit<ApiFailure, 'reason'> & { readonly reason: CheckFailureReason }
