import type { CertificateState } from './certificate-states.ts'

/** The words of the page and of `check`, which writes them in capitals in its table. */
export const stateWords: Readonly<Record<CertificateState, string>> = {
  expired: 'Expired',
  critical: 'Critical',
  deployment_timed_out: 'Timed out',
  not_yet_valid: 'Not yet valid',
  stale: 'Stale',
  unknown: 'Unknown',
  warning: 'Warning',
  mismatch: 'Mismatch',
  problem: 'Problem',
  not_active: 'Not active',
  check_failing: 'Check fails',
  rotation_unfinished: 'Rotating',
  unused: 'Unused',
  ok: 'OK',
}

/** What each one means, in a sentence. */
export const stateSentences: Readonly<Record<CertificateState, string>> = {
  expired: 'it is past its end, whatever its status says',
  critical: 'less is left than the critical threshold',
  deployment_timed_out: 'Cloudflare gave up deploying it: it may be presented nowhere, or not everywhere',
  not_yet_valid: 'its validity has not begun: origins that verify it drop the traffic',
  stale: 'no check of it has worked for too long: what is shown is old',
  unknown: 'no check of it has worked yet, or nothing says when it ends',
  warning: 'less is left than the warning threshold',
  mismatch: 'Cloudflare and the certificate disagree on when it ends or on its serial number',
  problem: 'something is wrong with it as a client certificate',
  not_active: 'its status at Cloudflare is another than active',
  check_failing: 'no check of it has worked for half an hour: what is shown was last known',
  rotation_unfinished: 'it is still in use, though a newer one with the same subject stands ready',
  unused: 'it is proved that Cloudflare presents it nowhere: its end concerns nobody',
  ok: 'nothing is wrong',
}
