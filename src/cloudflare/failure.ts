import { type Endpoint, isOfAccount, permissionFor } from './endpoints.ts'

/**
 * Who has to act. `operator`: whoever runs this program, on its configuration, credentials or host. `network`: the way to Cloudflare.
 * `cloudflare`: Cloudflare. `certificate`: whoever uploaded the certificate. `program`: the authors of this program.
 */
export type FailureOwner = 'operator' | 'network' | 'cloudflare' | 'certificate' | 'program'

/** Everything that the program knows of a reason for which something could not be read. */
export interface FailureReason {
  /** What happened, for people. */
  readonly sentence: string
  /** What to do about it, in a few words, for the status page. */
  readonly remedy: string
  readonly owner: FailureOwner
  /** True if the same request may succeed when it is sent again at once. */
  readonly mayPass: boolean
  /** True if many of these in a row look like an outage of Cloudflare, or of the network. */
  readonly isOutage: boolean
  /** True if it lies with the credential, so that everything that is asked for with it fails alike. */
  readonly isOfCredential: boolean
  /** What such an answer shows about the credential. */
  readonly saysOfCredential: 'accepted' | 'refused' | 'nothing'
  /** True if certificates may still be asked for by their ids after their list failed in this way. */
  readonly byIdMayWork: boolean
  /** True if the other pages of a list may still be read after one of them failed in this way. */
  readonly otherPagesMayWork: boolean
}

const itIsAskedForAgain = 'Wait: it is asked for again'

/** Why a request to Cloudflare's API gave no answer that can be used. */
export const apiFailureReasons = {
  credential: {
    sentence: 'the credential cannot be read, or no request can carry it: Cloudflare was not asked',
    remedy: 'Put the credential’s file right',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: true,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  auth: {
    sentence: 'Cloudflare refuses the credential',
    remedy: 'Renew the credential',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: true,
    saysOfCredential: 'refused',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  permission: {
    sentence: 'the credential lacks a permission or is not allowed from here',
    remedy: 'Give the credential its permission, or put the id right',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  not_entitled: {
    sentence: 'the plan does not include certificates of this kind',
    remedy: 'Take the kind out of `kinds`, or order what it needs',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'accepted',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  not_found: {
    sentence: 'Cloudflare says that there is no such thing',
    remedy: 'Correct its id, or stop watching it',
    owner: 'operator',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'accepted',
    byIdMayWork: true,
    otherPagesMayWork: false,
  },
  rate_limited: {
    sentence: 'Cloudflare says that too many requests were made',
    remedy: itIsAskedForAgain,
    owner: 'operator',
    mayPass: true,
    isOutage: true,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  server_error: {
    sentence: "Cloudflare's API has a fault",
    remedy: itIsAskedForAgain,
    owner: 'cloudflare',
    mayPass: true,
    isOutage: true,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: true,
  },
  bad_response: {
    sentence: "the answer is not one of Cloudflare's API",
    remedy: 'Look what answers for Cloudflare',
    owner: 'network',
    mayPass: false,
    isOutage: false,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: true,
    otherPagesMayWork: true,
  },
  timeout: {
    sentence: 'no whole answer came in time',
    remedy: itIsAskedForAgain,
    owner: 'network',
    mayPass: true,
    isOutage: true,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
  network: {
    sentence: 'no answer came: name resolution, connection or TLS failed, or the connection broke',
    remedy: 'Look at the network',
    owner: 'network',
    mayPass: true,
    isOutage: true,
    isOfCredential: false,
    saysOfCredential: 'nothing',
    byIdMayWork: false,
    otherPagesMayWork: false,
  },
} as const satisfies Readonly<Record<string, FailureReason>>

export type ApiFailureReason = keyof typeof apiFailureReasons

export interface ApiFailure {
  readonly reason: ApiFailureReason
  /** The HTTP status. Absent if no answer came. */
  readonly status?: number
  /** The code of the envelope's first error. Absent if there is none. */
  readonly code?: number
  /** One line for the log: Cloudflare's own words, or the system's error code. It may name ids and addresses, never a secret. */
  readonly detail: string
  /** The `Retry-After` header as it came. */
  readonly retryAfter?: string
  /** The endpoint that the credential lacks the permission for. Absent with every other reason, and after a restart. */
  readonly refused?: Endpoint
  /** True if the request was not sent at all, because earlier ones had this failure. */
  readonly unsent?: true
}

export type ApiAnswer<T> =
  | {
      readonly ok: true
      readonly value: T
      /** The SHA-256 of the answer's body. Equal answers to the same question say the same. Absent where it is unknown. */
      readonly digest?: string
    }
  | { readonly ok: false; readonly failure: ApiFailure }

/** Which permission the credential lacks for an endpoint that refused it. */
export function permissionSentence(refused: Endpoint): string {
  return `the credential lacks a permission (${permissionFor(refused).replaceAll(' > ', ', ')}) or is not allowed from here`
}

/** As `permissionSentence`, where the id that was asked for may be wrong, too. */
export function permissionSentenceAtFirst(refused: Endpoint | undefined): string {
  const missing = refused === undefined ? 'a permission' : `the permission ${permissionFor(refused)}`
  const place = refused !== undefined && isOfAccount(refused) ? 'account' : 'zone'
  return `${missing} is missing, or it is not allowed from this address, or there is no such ${place}`
}

const longestDetail = 300

/** Makes a text fit for one line of a log: of bounded length, without line breaks and control characters. */
export function oneLine(text: string): string {
  const plain = text
    .slice(0, longestDetail * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return plain.length > longestDetail ? `${plain.slice(0, longestDetail)}…` : plain
}
