import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { type Family, labelledSample, type Sample, sampleOf } from './family.ts'

/** What the daemon knows about itself at one moment. Things that have not happened yet are undefined. */
export interface DaemonStatus {
  readonly build: { readonly version: string; readonly revision: string; readonly nodeVersion: string }
  readonly certificates: number
  readonly hostnames: number
  /** The number of zones that have a listed store. */
  readonly zones: number
  readonly scheduleInterval: Seconds
  readonly lastCycle: { readonly startedAt: UnixSeconds; readonly duration: Seconds } | undefined
  readonly nextCycle: UnixSeconds
  readonly config: {
    readonly reloadSuccessful: boolean
    readonly reloadedAt: UnixSeconds
    /** The first 48 bits of the file's SHA-256. */
    readonly hash: number
  }
  /** Undefined without a web configuration. `tlsExpiry` is undefined without TLS too. */
  readonly webConfig: {
    readonly lastReloadSuccessful: boolean | undefined
    readonly tlsExpiry: UnixSeconds | undefined
  }
  readonly shard: { readonly index: number; readonly total: number }
  readonly tokens: readonly {
    readonly credentials: string
    readonly valid: boolean | undefined
    readonly expiresOn: UnixSeconds | undefined
  }[]
  /** Whether each credential's secret can be read. */
  readonly readable: readonly { readonly credentials: string; readonly isReadable: boolean }[]
  /** Whether each CA file of `trusted_by` can be read, by path. */
  readonly trustFiles: readonly { readonly file: string; readonly isReadable: boolean }[]
  /** The pairs of e-mail address and key whose state is known. */
  readonly keys: readonly { readonly credentials: string; readonly isRefused: boolean }[]
  /** When the state that was restored at the start had been written. */
  readonly stateWrittenAt: UnixSeconds | undefined
  /** Undefined without a state file, and before the first write. */
  readonly lastStateWriteSuccessful: boolean | undefined
}

interface DaemonFamily {
  readonly name: string
  readonly help: string
  readonly samples: (status: DaemonStatus) => readonly Sample[]
}

const daemonFamilies: readonly DaemonFamily[] = [
  {
    name: 'cloudflare_cert_exporter_build_info',
    help: 'The running program. Always 1.',
    samples: ({ build: { version, revision, nodeVersion } }) => [
      labelledSample({ version, revision, node_version: nodeVersion }, 1),
    ],
  },
  {
    name: 'cloudflare_cert_exporter_certificates',
    help: 'How many certificates are watched now.',
    samples: ({ certificates }) => sampleOf(certificates),
  },
  {
    name: 'cloudflare_cert_exporter_hostnames',
    help: 'How many hostnames are watched now.',
    samples: ({ hostnames }) => sampleOf(hostnames),
  },
  {
    name: 'cloudflare_cert_exporter_zones',
    help: 'How many zones are listed now, in one of their stores or more.',
    samples: ({ zones }) => sampleOf(zones),
  },
  {
    name: 'cloudflare_cert_exporter_schedule_interval_seconds',
    help: 'The longest time between two planned cycles.',
    samples: ({ scheduleInterval }) => sampleOf(scheduleInterval),
  },
  {
    name: 'cloudflare_cert_exporter_last_cycle_duration_seconds',
    help: 'How long the last full cycle took.',
    samples: ({ lastCycle }) => sampleOf(lastCycle?.duration),
  },
  {
    name: 'cloudflare_cert_exporter_last_cycle_timestamp_seconds',
    help: 'When the last full cycle ended, Unix seconds.',
    samples: ({ lastCycle }) => sampleOf(lastCycle && lastCycle.startedAt + lastCycle.duration),
  },
  {
    name: 'cloudflare_cert_exporter_next_cycle_timestamp_seconds',
    help: 'When the next full cycle is planned, Unix seconds.',
    samples: ({ nextCycle }) => sampleOf(nextCycle),
  },
  {
    name: 'cloudflare_cert_exporter_config_last_reload_successful',
    help: '1 where the last attempt to load the configuration worked, else 0.',
    samples: ({ config }) => sampleOf(Number(config.reloadSuccessful)),
  },
  {
    name: 'cloudflare_cert_exporter_config_last_reload_success_timestamp_seconds',
    help: 'When the configuration was last loaded, Unix seconds.',
    samples: ({ config }) => sampleOf(config.reloadedAt),
  },
  {
    name: 'cloudflare_cert_exporter_config_hash',
    help: "The first 48 bits of the configuration file's SHA-256, as a number.",
    samples: ({ config }) => sampleOf(config.hash),
  },
  {
    name: 'cloudflare_cert_exporter_web_config_last_reload_successful',
    help: '1 where the web configuration and the files that it names are in force as they are now, else 0; absent without one.',
    samples: ({ webConfig: { lastReloadSuccessful } }) =>
      sampleOf(lastReloadSuccessful === undefined ? undefined : Number(lastReloadSuccessful)),
  },
  {
    name: 'cloudflare_cert_exporter_web_tls_expiry_timestamp_seconds',
    help: "The earliest end in the exporter's own TLS certificate and its chain, Unix seconds; absent without TLS.",
    samples: ({ webConfig: { tlsExpiry } }) => sampleOf(tlsExpiry),
  },
  {
    name: 'cloudflare_cert_exporter_credential_readable',
    help: '1 where the credential was read at the last attempt, 0 where it is missing, empty, unreadable, or no request can carry it.',
    samples: ({ readable }) =>
      readable.map(({ credentials, isReadable }) => labelledSample({ credentials }, Number(isReadable))),
  },
  {
    name: 'cloudflare_cert_exporter_trust_file_readable',
    help: '1 where the CA file of trusted_by was read at the last attempt, 0 where it is missing, unreadable, or holds no certificate.',
    samples: ({ trustFiles }) => trustFiles.map(({ file, isReadable }) => labelledSample({ file }, Number(isReadable))),
  },
  {
    name: 'cloudflare_cert_exporter_credential_refused',
    help: 'For an e-mail address with a key: 1 while nothing succeeds with them in two rounds over three zones, else 0; absent before the first answer.',
    samples: ({ keys }) => keys.map(({ credentials, isRefused }) => labelledSample({ credentials }, Number(isRefused))),
  },
  {
    name: 'cloudflare_cert_exporter_token_valid',
    help: '1 for a token that Cloudflare says is valid, 0 for one that it refuses, or that cannot be verified and with which nothing succeeds.',
    samples: ({ tokens }) =>
      tokens.flatMap(({ credentials, valid }) =>
        valid === undefined ? [] : [labelledSample({ credentials }, Number(valid))],
      ),
  },
  {
    name: 'cloudflare_cert_exporter_token_expiry_timestamp_seconds',
    help: 'When the token expires, Unix seconds; absent where it does not.',
    samples: ({ tokens }) =>
      tokens.flatMap(({ credentials, expiresOn }) =>
        expiresOn === undefined ? [] : [labelledSample({ credentials }, expiresOn)],
      ),
  },
  {
    name: 'cloudflare_cert_exporter_shard_ordinal',
    help: 'Which shard this instance is, from 0.',
    samples: ({ shard }) => sampleOf(shard.index),
  },
  {
    name: 'cloudflare_cert_exporter_total_shards',
    help: 'How many shards there are.',
    samples: ({ shard }) => sampleOf(shard.total),
  },
  {
    name: 'cloudflare_cert_exporter_state_restored_timestamp_seconds',
    help: 'When the state that was restored at the start had been written, Unix seconds; absent if none was.',
    samples: ({ stateWrittenAt }) => sampleOf(stateWrittenAt),
  },
  {
    name: 'cloudflare_cert_exporter_state_last_write_successful',
    help: '1 where the last write of the state file was done, else 0. It is 0 while a write does not end, while another process writes the file, and until a slow file has been read; absent without state.path.',
    samples: ({ lastStateWriteSuccessful: done }) => sampleOf(done === undefined ? undefined : Number(done)),
  },
]

export const daemonMetricNames: readonly string[] = daemonFamilies.map(({ name }) => name)

export function familiesOfDaemon(status: DaemonStatus): readonly Family[] {
  return daemonFamilies.map(({ name, help, samples }) => ({ name, help, type: 'gauge', samples: samples(status) }))
}
