import {
  type ApiFailure,
  type ApiFailureReason,
  apiFailureReasons,
  type FailureReason,
  permissionSentence,
  permissionSentenceAtFirst,
} from '../cloudflare/failure.ts'

/** Why the last check of a certificate failed. `ca_file` is of those in a CA file alone. */
const table = {
  ...apiFailureReasons,
  bad_certificate: {
    sentence: "Cloudflare's answer is fine, the certificate in it cannot be parsed",
    remedy: 'Look at its PEM by hand',
    owner: 'certificate',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  ca_file: {
    sentence: 'the CA file cannot be read',
    remedy: 'Put the CA file right',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  internal: {
    sentence: 'a fault of this program; its log has the stack',
    remedy: 'Look into the log',
    owner: 'program',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
} as const satisfies Readonly<Record<ApiFailureReason | 'bad_certificate' | 'ca_file' | 'internal', FailureReason>>

export type CheckFailureReason = keyof typeof table

export const checkFailures: Readonly<Record<CheckFailureReason, FailureReason>> = table

export const checkFailureReasons = Object.keys(table).filter(isReason)

function isReason(word: string): word is CheckFailureReason {
  return Object.hasOwn(table, word)
}

export type CheckFailure = Omit<ApiFailure, 'reason'> & { readonly reason: CheckFailureReason }

type Refusal = Pick<CheckFailure, 'reason' | 'refused'>

/** What happened, for people, with the permission that is missing where it is known. */
export function failureSentence({ reason, refused }: Refusal): string {
  return reason === 'permission' && refused ? permissionSentence(refused) : checkFailures[reason].sentence
}

/** As `failureSentence`, for somebody who has just written a configuration: the id in it may be wrong, too. */
export function failureSentenceAtFirst({ reason, refused }: Refusal): string {
  return reason === 'permission' ? permissionSentenceAtFirst(refused) : checkFailures[reason].sentence
}
