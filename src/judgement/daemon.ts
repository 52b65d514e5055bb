import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Severity } from './severity.ts'

/** What the daemon is judged by. Undefined: there is no such thing, or nothing is known of it yet. */
export interface JudgedDaemon {
  readonly isReloadSuccessful: boolean
  readonly isWebReloadSuccessful: boolean | undefined
  readonly isStateWritten: boolean | undefined
  readonly webTlsExpiry: UnixSeconds | undefined
  /** Whether every CA file of `trusted_by` can be read. */
  readonly areCaFilesReadable: boolean | undefined
}

const endsSoon: Seconds = 14 * 86_400

/** `ends_soon`: the certificate of the daemon's own TLS. */
export const daemonStates = ['reload_failed', 'ca_file_unreadable', 'state_not_written', 'ends_soon', 'ok'] as const
export type DaemonState = (typeof daemonStates)[number]

/** The parts of the daemon that are judged each for itself. */
export const daemonParts = ['configuration', 'web_configuration', 'web_certificate', 'state', 'ca_files'] as const
export type DaemonPart = (typeof daemonParts)[number]

export interface DaemonJudgement {
  readonly part: DaemonPart
  readonly state: DaemonState
  readonly severity: Severity
}

/**
 * Judges as `CloudflareCertExporterConfigReloadFailed`, `CloudflareCertExporterStateNotWritten`,
 * `CloudflareCertExporterWebCertExpirySoon` and `CloudflareCertExporterTrustFileUnreadable` do. That it is down, or that a shard is missing, only others can see.
 */
export function judgeDaemon(daemon: JudgedDaemon, now: UnixSeconds): readonly DaemonJudgement[] {
  const { isReloadSuccessful, isWebReloadSuccessful, isStateWritten, webTlsExpiry, areCaFilesReadable } = daemon
  const endsSoonNow = webTlsExpiry !== undefined && webTlsExpiry - now < endsSoon
  return [
    judgedPart('configuration', 'reload_failed', !isReloadSuccessful),
    judgedPart('web_configuration', 'reload_failed', isWebReloadSuccessful === false),
    judgedPart('web_certificate', 'ends_soon', endsSoonNow),
    judgedPart('state', 'state_not_written', isStateWritten === false),
    judgedPart('ca_files', 'ca_file_unreadable', areCaFilesReadable === false),
  ]
}

function judgedPart(part: DaemonPart, state: DaemonState, isWrong: boolean): DaemonJudgement {
  return isWrong ? { part, state, severity: 'warning' } : { part, state: 'ok', severity: 'ok' }
}
