import type { UnixSeconds } from '../certificate/model.ts'
import type { Coverage } from './coverage.ts'

/**
 * What becomes of a certificate that Cloudflare no longer lists. Cloudflare takes an uploaded certificate away around its end, so that
 * it vanishes is no proof that somebody replaced it (https://developers.cloudflare.com/ssl/edge-certificates/custom-certificates/renewing/).
 */
export type VanishedFate =
  /** Nothing took its place. It keeps its series, with the status `gone`, and is critical. */
  | 'gone'
  /** A successor is being deployed. It keeps its series and its last status, and the expiry alerts go on. */
  | 'awaits_successor'
  /** A successor took its place. It is no longer watched. */
  | 'covered'
  /** It had time left: somebody took it away on purpose. It is no longer watched. */
  | 'taken_away'
  /** It ended so long ago that nobody is going to act. It is no longer watched. */
  | 'over'

/** A certificate that a believed listing no longer has, or has as deleted or as about to be. */
export interface VanishedCertificate {
  /** The last end that was known of it. */
  readonly end: UnixSeconds | undefined
  /** When the first believed listing said so. */
  readonly vanishedAt: UnixSeconds
  /** Whether it was already judged `gone` and has not been covered since. */
  readonly wasGone: boolean
}

/** What is kept of a certificate that vanished and stays watched. */
export interface VanishedState {
  /** When the first believed listing did not have it. */
  readonly at: UnixSeconds
  /** Since when nothing has taken its place. Undefined while its successor is being deployed. */
  readonly goneSince: UnixSeconds | undefined
}

const hour = 3600
const day = 24 * hour

/** With less than this left, a certificate may have been taken away by Cloudflare itself. Cloudflare says 24 h. */
export const takenAwayByCloudflareWithin = 48 * hour

/** So long after its end a certificate without a successor is kept. */
export const goneFor = 7 * day

/**
 * What becomes of a certificate that vanished. To be asked at each visit while it is missing.
 * @param coverage of the certificate, for the purpose `gone`
 */
export function fateOf(
  { end, vanishedAt, wasGone }: VanishedCertificate,
  coverage: Coverage,
  now: UnixSeconds,
): VanishedFate {
  if (end === undefined || !(end - vanishedAt < takenAwayByCloudflareWithin)) return 'taken_away'
  if (now - end >= goneFor) return 'over'
  if (coverage === 'covered') return 'covered'
  return coverage === 'pending' && !wasGone ? 'awaits_successor' : 'gone'
}

/** Whether a certificate with this fate keeps its series. */
export function staysWatched(fate: VanishedFate): boolean {
  return fate === 'gone' || fate === 'awaits_successor'
}
