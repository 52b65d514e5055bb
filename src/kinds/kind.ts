import type { AnswerForm } from './answer-form.ts'

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
  'pending',
  'expired',
  'available',
  'inactive',
] as const
export type StatusWord = (typeof statusWords)[number]

/**
 * How another certificate takes the place of one. `hosts`: every host of it stands in some other one. `same_root`: a root with the
 * same subject and public key, that is, a renewed one. `any_root`: any other root. `in_use`: another one that is in use.
 */
export type CoverRule = 'hosts' | 'same_root' | 'any_root' | 'in_use'

/**
 * What Cloudflare presents a certificate of Authenticated Origin Pulls for. `hostnames`: for each hostname that an association assigns
 * it to. `zone`: for every hostname of the zone without an association, while the zone's own switch is on.
 */
export type PresentedFor = 'hostnames' | 'zone'

/**
 * What says whether a certificate is in use. `covered_hosts`: it is not where every one of its hosts stands in another one that ends
 * later. `renewed_root`: it is not where a root with the same subject and key ends later. `answer`: the API's answer says it.
 * `own_hosts`: it is where the answer names hosts that it is used for. `associations`: it is where services are associated with it.
 */
export type UseRule = PresentedFor | 'covered_hosts' | 'renewed_root' | 'answer' | 'own_hosts' | 'associations'

/** What the PEM of an answer is. It decides what is wrong with it. `as_answered`: an authority if the answer says so, else a client's. */
export type PemRole = 'client' | 'authority' | 'as_answered' | 'none'

/** How long before the end the severities begin, in the configuration's own form. */
export interface DefaultThresholds {
  readonly warning: string
  readonly critical: string
}

/** Everything that differs from one kind of certificate to another. */
export interface KindDefinition {
  readonly scope: Scope
  /** Paths below `/client/v4`, with placeholders in braces. */
  readonly endpoints: { readonly list: string; readonly byId: string; readonly associations?: string }
  /** How the list is asked for. Without `pageSize` it has one page. */
  readonly list: { readonly pageSize?: number; readonly query?: Readonly<Record<string, string>> }
  /**
   * Whether empty stores are listed at moments that are spread over the hours, and not as long after their last listing as all others
   * that became empty with them.
   */
  readonly spreadsEmptyStores: boolean
  /** The number in the `meta` of a listed zone that says how many certificates of the kind the zone may have. */
  readonly quotaField?: string
  /** The codes with which a 404 envelope says that there is no such certificate. */
  readonly absentCodes: readonly number[] | 'any'
  /** The codes with which Cloudflare refuses the endpoints because the plan does not include them. */
  readonly notEntitledCodes: readonly number[]
  /** Which field of an answer is what. */
  readonly form: AnswerForm
  readonly pem: PemRole
  /** The permission that a token needs, as Cloudflare's dashboard calls it. */
  readonly permission: string
  /** The plan or subscription that it needs, in Cloudflare's words. Undefined: every plan has it. */
  readonly plan: string | undefined
  readonly use: UseRule
  /**
   * Present where Cloudflare takes certificates away around their end, so that one that vanishes may be `gone`. The rule says what takes
   * its place.
   */
  readonly vanishing?: CoverRule
  /** Whether an entry of `certificates` may name one. Not where a rotation gives it another id. */
  readonly mayBeNamed: boolean
  /** Its own default thresholds, also of the authorities among them. Undefined: the global ones. */
  readonly thresholds: DefaultThresholds | undefined
  readonly authorityThresholds: DefaultThresholds | undefined
  /** The documented status words. Empty where the kind has no status. */
  readonly statuses: Readonly<Partial<Record<StatusWord, StatusClass>>>
  readonly words: {
    /** What one certificate is called in a sentence, without an article. */
    readonly noun: string
    /** What the kind is, in a sentence for people who choose what to watch. */
    readonly description: string
    /** What stands in place of hostnames where no single one is known to use the certificate, and it is in use. */
    readonly usedByAll: string | undefined
    /** What breaks when a certificate of the kind ends. */
    readonly breaks: string
  }
}
