import { type DisplayedKind, isClientCertificate } from '../kinds/displayed-kinds.ts'
import type { State } from './states.ts'

/** The words of the page and of `check`, which writes them in capitals in its table. */
export const stateWords: Readonly<Record<State, string>> = {
  gone: 'Gone',
  expired: 'Expired',
  without_certificate: 'No certificate',
  not_trusted: 'Not trusted',
  origin_ca_expired: 'CA expired',
  critical: 'Critical',
  origin_ca_critical: 'CA critical',
  deployment_timed_out: 'Timed out',
  not_yet_valid: 'Not yet valid',
  refused: 'Refused',
  unreadable: 'Unreadable',
  stale: 'Stale',
  unknown: 'Unknown',
  warning: 'Warning',
  origin_ca_warning: 'CA warning',
  mismatch: 'Mismatch',
  problem: 'Problem',
  not_active: 'Not active',
  check_failing: 'Check fails',
  ends_soon: 'Ends soon',
  reload_failed: 'Reload failed',
  ca_file_unreadable: 'CA file unreadable',
  state_not_written: 'Not written',
  rotation_unfinished: 'Rotating',
  unused: 'Unused',
  ended: 'Ended',
  ok: 'OK',
}

/** What each one means, in a sentence. */
export const stateSentences: Readonly<Record<State, string>> = {
  gone: 'Cloudflare no longer has it, it ended or was about to, and nothing took its place',
  expired: 'it is past its end, whatever its status says',
  without_certificate: 'Cloudflare presents no client certificate for it',
  not_trusted: 'no path leads from it to the origin’s CA file: origins that verify it drop the traffic',
  origin_ca_expired: 'a CA in the origin’s CA file has ended: origins that verify with it drop the traffic',
  critical: 'less is left than the critical threshold',
  origin_ca_critical: 'a CA in the origin’s CA file has less left than the critical threshold',
  deployment_timed_out: 'Cloudflare gave up deploying it: it may be presented nowhere, or not everywhere',
  not_yet_valid: 'its validity has not begun: origins that verify it drop the traffic',
  refused: 'Cloudflare refuses it: nothing is seen that is asked for with it',
  unreadable: 'it cannot be read, so no request is sent with it',
  stale: 'no check of it has worked for too long, so the shown values are old',
  unknown: 'no check of it has worked yet, or nothing says when it ends',
  warning: 'less is left than the warning threshold',
  origin_ca_warning: 'a CA in the origin’s CA file has less left than the warning threshold',
  mismatch: 'Cloudflare and the certificate disagree on when it ends or on its serial number',
  problem: 'something is wrong with the certificate itself',
  not_active: 'its status at Cloudflare is another than active',
  check_failing: 'no check of it has worked for half an hour, so the last known values are shown',
  ends_soon: 'it ends in less than 14 days',
  reload_failed: 'the last attempt to load it failed: the one before stays in force',
  ca_file_unreadable: 'a CA file of trusted_by or bundles cannot be read: what it held before stays in force',
  state_not_written: 'the state cannot be written: a restart would forget what is new',
  rotation_unfinished: 'it is still in use, though a newer one with the same subject stands ready',
  unused: 'it is proved that nothing uses it: its end concerns nobody',
  ended: 'it is past its end',
  ok: 'nothing is wrong',
}

/** For what origins never see. */
const sentencesOfOthers: Readonly<Partial<Record<State, string>>> = {
  not_yet_valid: 'its validity has not begun',
  problem: 'something is wrong with it',
  unused: 'it is proved that nothing uses it: its end concerns nobody',
}

/** What a state means for a certificate of a kind, in a sentence. */
export function stateSentenceOf(state: State, kind: DisplayedKind): string {
  return (isClientCertificate(kind) ? undefined : sentencesOfOthers[state]) ?? stateSentences[state]
}
