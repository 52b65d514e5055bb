/** Where certificates of a kind are kept: in a zone, or in an account. */
export const scopes = ['zone', 'account'] as const
export type Scope = (typeof scopes)[number]

/**
 * What a status word of the API means for the alerts. `fine`: nothing to do. `pending`: normal for an hour, a warning afterwards.
 * `failed`: Cloudflare gave up. `ended`: it is past its end, which the expiry alerts say. `off`: the certificate is over, it has no expiry.
 */
export type StatusClass = 'fine' | 'pending' | 'failed' | 'ended' | 'off'

/** Every status word that the API documents for some kind. */
export const statusWords = [
  'initializing',
  'pending_deployment',
  'pending_deletion',
  'active',
  'deleted',
  'deployment_timed_out',
  'deletion_timed_out',
] as const
export type StatusWord = (typeof statusWords)[number]

/**
 * How another certificate takes the place of one. `hosts`: every host of it stands in some other one. `same_root`: a root with the
 * same subject and public key, that is, a renewed one. `any_root`: any other root. `in_use`: another one that is in use.
 */
export type CoverRule = 'hosts' | 'same_root' | 'any_root' | 'in_use'

/**
 * What Cloudflare presents a certificate of the kind for. `hostnames`: for each hostname that an association assigns it to.
 * `zone`: for every hostname of the zone without an association, while the zone's own switch is on.
 */
export type PresentedFor = 'hostnames' | 'zone'

/** Everything that differs from one kind of certificate to another. */
export interface KindDefinition {
  readonly scope: Scope
  /** Paths below `/client/v4`, with placeholders in braces. */
  readonly endpoints: { readonly list: string; readonly byId: string }
  /** The codes with which a 404 envelope says that there is no such certificate. */
  readonly absentCodes: readonly number[]
  /** The permission that a token needs, as Cloudflare's dashboard calls it. */
  readonly permission: string
  readonly presentedFor: PresentedFor
  /** The documented status words. */
  readonly statuses: Readonly<Partial<Record<StatusWord, StatusClass>>>
  /**
   * Present where Cloudflare takes certificates away around their end, so that one that vanishes may be `gone`. The rule says what takes
   * its place.
   */
  readonly vanishing?: CoverRule
  readonly words: {
    /** What the kind is, in a sentence for people who choose what to watch. */
    readonly description: string
    /** What stands in place of hostnames where no single one is known to use the certificate, and it is in use. */
    readonly usedByAll: string | undefined
    /** What breaks when a certificate of the kind ends. */
    readonly breaks: string
  }
}
