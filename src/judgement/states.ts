import type { CertificateState } from './certificate-states.ts'
import type { CredentialState } from './credential.ts'
import type { DaemonState } from './daemon.ts'
import type { HostnameVerdict } from './hostname.ts'
import type { ReadingState } from './store.ts'

export type State = CertificateState | HostnameVerdict | ReadingState | CredentialState | DaemonState

/**
 * Every state of everything that is judged, the most urgent first where two are equally severe. Certificates have the order of
 * `certificateStates`.
 */
export const states = [
  'gone',
  'expired',
  'without_certificate',
  'not_trusted',
  'origin_ca_expired',
  'critical',
  'origin_ca_critical',
  'deployment_timed_out',
  'not_yet_valid',
  'refused',
  'unreadable',
  'stale',
  'unknown',
  'warning',
  'origin_ca_warning',
  'mismatch',
  'problem',
  'not_active',
  'check_failing',
  'ends_soon',
  'reload_failed',
  'ca_file_unreadable',
  'state_not_written',
  'rotation_unfinished',
  'unused',
  'ended',
  'ok',
] as const satisfies readonly State[]
