import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { CheckFailureReason } from '../inventory/check-failure.ts'
import type { JudgedDaemon } from '../judgement/daemon.ts'

/** A credential, without its secret. */
export interface CredentialFacts {
  readonly name: string
  readonly kind: 'token' | 'key'
  /** Undefined until something was found out. Of a key: whether anything succeeds with it. */
  readonly valid: boolean | undefined
  /** It is refused, and no verification could say so: a token may belong to an account that is not set. */
  readonly isUnverifiable: boolean
  /** Why it cannot be read, with the path of its file; undefined where it can. */
  readonly unreadable: string | undefined
  readonly expiresOn: UnixSeconds | undefined
  /** What Cloudflare said is left of its rate limit. */
  readonly remaining: number | undefined
  /** Present while nothing but one request now and then is sent. */
  readonly heldBack: HeldBackFacts | undefined
}

export interface HeldBackFacts {
  readonly cause: 'outage' | 'refused'
  readonly reason: CheckFailureReason
  readonly detail: string
  readonly nextAttempt: UnixSeconds
}

export type StateTroubleFacts =
  | { readonly kind: 'unread' }
  | { readonly kind: 'unwritten'; readonly detail: string }
  /** `writer` is the one of two processes that goes on writing. */
  | { readonly kind: 'shared'; readonly writer: 'this' | 'other' }

/** What the daemon says of itself. */
export interface DaemonFacts {
  readonly version: string
  readonly revision: string
  readonly nodeVersion: string
  readonly startedAt: UnixSeconds
  /** As the metrics count them: zones and accounts are those that are listed. */
  readonly watched: {
    readonly certificates: number
    readonly hostnames: number
    readonly zones: number
    readonly accounts: number
    /** CA files that are watched by themselves. */
    readonly bundles: number
  }
  readonly schedule: { readonly text: string; readonly timezone: string; readonly intervalSeconds: Seconds }
  readonly lastCycle: { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined
  readonly nextCycle: UnixSeconds
  /** Where Cloudflare's API is, without a trailing slash. */
  readonly baseUrl: string
  /** Where people reach Alertmanager, without a trailing slash. */
  readonly alertmanagerUrl: string | undefined
  /** This instance's share, where there are several shards. */
  readonly requestsPer5m: number
  readonly credentials: readonly CredentialFacts[]
  readonly config: {
    readonly path: string
    readonly hash: number
    readonly loadedAt: UnixSeconds
    readonly reloadSuccessful: boolean
  }
  readonly shard: { readonly index: number; readonly total: number }
  /** When the state restored at the start was written; undefined if none was. */
  readonly stateWrittenAt: UnixSeconds | undefined
  /** What keeps the state from being written or read; undefined where nothing does. */
  readonly stateTrouble: StateTroubleFacts | undefined
  readonly judged: JudgedDaemon
}
