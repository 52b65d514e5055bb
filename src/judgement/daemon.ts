import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Severity } from './severity.ts'

/** What the daemon is judged by. Undefined: there is no such thing, or nothing is known of it yet. */
export interface JudgedDaemon {
  readonly isReloadSuccessful: boolean
  readonly isWebReloadSuccessful: boolean | undefined
  readonly isStateWritten: boolean | undefined
  readonly webTlsExpiry: UnixSeconds | undefined
}

const endsSoon: Seconds = 14 * 86_400

/**
 * Judges as `CloudflareCertExporterConfigReloadFailed`, `CloudflareCertExporterStateNotWritten` and
 * `CloudflareCertExporterWebCertExpirySoon` do. That it is down, or that a shard is missing, only others can see.
 */
export function judgeDaemon(daemon: JudgedDaemon, now: UnixSeconds): Severity {
  const { isReloadSuccessful, isWebReloadSuccessful, isStateWritten, webTlsExpiry } = daemon
  const isWrong =
    !isReloadSuccessful ||
    isWebReloadSuccessful === false ||
    isStateWritten === false ||
    (webTlsExpiry !== undefined && webTlsExpiry - now < endsSoon)
  return isWrong ? 'warning' : 'ok'
}
