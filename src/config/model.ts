import type { Seconds } from '../certificate/model.ts'
import type { WatchList } from '../certificate/watch-list.ts'
import type { Problem } from './problems.ts'

/** The whole configuration, all defaults and inheritance applied. Immutable: a reload makes another one. */
export interface Config {
  /** The file as the user named it. */
  readonly path: string
  /** The first 48 bits of the SHA-256 of the file's text. */
  readonly hash: number
  /** The SHA-256 of the file's content in hex, by which a later content is known to be another one. */
  readonly digest: string
  readonly schedule: Schedule
  readonly cloudflare: {
    /** Without a trailing slash. */
    readonly baseUrl: string
    readonly timeoutSeconds: Seconds
    /** Per credential, over all shards. */
    readonly requestsPer5m: number
  }
  /** By name. */
  readonly credentials: ReadonlyMap<string, Credential>
  readonly watch: WatchList
  /** Every CA file that `trusted_by` and `bundles` name, once each. */
  readonly trustFiles: readonly TrustFile[]
  readonly shard: Shard
  /** Which metric families are exposed. */
  readonly metrics: MetricsChoice
  /** Whether a synthetic certificate runs through all alerts. */
  readonly drill: boolean
  readonly state: {
    /** Undefined: nothing is kept. */
    readonly path: string | undefined
    /** Where that is said. */
    readonly place: Omit<Problem, 'text'>
  }
  readonly server: Server
}

/** A CA file, and where the configuration names it first. */
export interface TrustFile {
  readonly path: string
  readonly place: Omit<Problem, 'text'>
}

export interface Server {
  readonly listen: ListenAddress
  /** Where the probes are answered in plain HTTP, whatever the web configuration says. */
  readonly probeListen: ListenAddress | undefined
  /** TLS, client certificates and passwords; relative to the working directory, or absolute. */
  readonly webConfigFile: string | undefined
  /** In lower case, without a port or a dot at the end; undefined: any name may stand in the Host header. */
  readonly allowedHosts: readonly string[] | undefined
  /** Whether other machines may ask for a reload where nobody is asked for anything. */
  readonly reload: boolean
  readonly statusPage: boolean
  /** Where people reach the status page, without a trailing slash. */
  readonly externalUrl: string | undefined
  /** Where people reach Alertmanager, without a trailing slash. */
  readonly alertmanagerUrl: string | undefined
}

/** Which metric families are exposed. */
export interface MetricsChoice {
  /** `minimal`: only what critical alerts need. */
  readonly preset: 'full' | 'minimal'
  /** Names of families to leave out, with `*` for any characters. */
  readonly deny: readonly string[]
}

/** Which part of the certificates is this instance's. */
export interface Shard {
  /** From 0. */
  readonly index: number
  readonly total: number
}

export interface Schedule {
  /** As the user wrote it. */
  readonly text: string
  /** What node-cron gets. */
  readonly cron: string
  /** What node-cron gets; UTC for durations, so that a change to summer time does not stretch one. */
  readonly timezone: string
  /** The longest gap between two planned cycles, daylight saving ignored. */
  readonly intervalSeconds: Seconds
}

export interface ListenAddress {
  /** Undefined: all addresses, IPv4 and IPv6. Without the brackets of an IPv6 address. */
  readonly host: string | undefined
  readonly port: number
}

/**
 * A file is read at every use, so that a rotated secret needs no restart. `variable`: the environment variable that has it or names
 * its file; absent where the configuration does.
 */
export type SecretSource =
  | { readonly kind: 'file'; readonly path: string; readonly variable?: string }
  | { readonly kind: 'value'; readonly value: string; readonly variable?: string }

export type Credential = {
  readonly name: string
  /** Only to verify an account-owned token. */
  readonly accountId: string | undefined
} & (
  | { readonly kind: 'token'; readonly token: SecretSource }
  | { readonly kind: 'key'; readonly email: SecretSource; readonly key: SecretSource }
)

export type Environment = Readonly<Record<string, string | undefined>>
