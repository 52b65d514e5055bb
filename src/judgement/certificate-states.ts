/**
 * What a certificate is called by: the most urgent of all that is so. Of two that are equally severe the first in this list counts.
 * `unknown`: it was never read, or nothing says when it ends. `stale`: no check has worked for `stale_after`.
 */
export const certificateStates = [
  'gone',
  'expired',
  'not_trusted',
  'origin_ca_expired',
  'critical',
  'origin_ca_critical',
  'deployment_timed_out',
  'not_yet_valid',
  'stale',
  'unknown',
  'warning',
  'origin_ca_warning',
  'mismatch',
  'problem',
  'not_active',
  'check_failing',
  'rotation_unfinished',
  'unused',
  'ok',
] as const
export type CertificateState = (typeof certificateStates)[number]
