import type { TrustFault } from '../../trust/model.ts'
import { minuteOf } from '../instant.ts'
import type { CertificateThing } from '../judged-thing.ts'
import { nameOf } from '../words.ts'
import type { Advice } from './advice.ts'

/** Why a path does not hold, said of its last certificate. */
export const faultWords: Readonly<Record<TrustFault, string>> = {
  no_path: 'its issuer is neither in the file nor uploaded with it',
  not_yet_valid: 'its validity has not begun',
  bad_signature: 'the signature below it was made by another key',
  not_a_ca: 'it may not issue certificates',
  path_length: 'its path length allows fewer intermediates below it',
  no_client_auth: 'it may not be used for client certificates',
  name_constraints: 'it does not permit a name below it',
  unhandled_extension: 'it has an extension that cannot be read, or a critical one that nobody knows',
}

const notTrusted = 'CloudflareCertNotTrusted'

export function adviceOnTrust({ trust }: Pick<CertificateThing, 'trust'>): Advice {
  const refused = trust?.refused
  if (!refused) return { sentence: 'No path leads from it to the CA file.', action: undefined, runbook: notTrusted }
  const { by, refusal } = refused
  const last = refusal.members.at(-1)
  const name = refusal.members.length > 1 ? nameOf(last?.subject, 'a certificate') : 'it'
  const missing =
    refusal.missing === undefined ? '' : `: ${nameOf(refusal.missing, 'an issuer without a name')} is missing`
  const sentence = `Origins that verify with ${by.file} refuse it: the path ends at ${name}, and ${faultWords[refusal.fault]}${missing}.`
  const action = refusal.fault === 'no_path' ? 'Add its CA to the origin’s CA file first' : 'Do not put it to use'
  return { sentence, action, runbook: notTrusted }
}

export function adviceOnOriginCa({ state, trust }: Pick<CertificateThing, 'state' | 'trust'>): Advice {
  const first = trust?.endsFirst
  const name = nameOf(first?.subject, 'A CA')
  const isOver = state === 'origin_ca_expired'
  const sentence = isOver
    ? `${name} in the origin's CA file ended on ${minuteOf(first?.notAfter)}: origins that verify with it drop the traffic.`
    : `${name} in the origin's CA file ends on ${minuteOf(first?.notAfter)}: from then on origins that verify with it drop the traffic.`
  const runbook = `CloudflareOriginCa${isOver ? 'Expired' : state === 'origin_ca_critical' ? 'ExpiryCritical' : 'ExpirySoon'}`
  return { sentence, action: 'Renew the CA in the origin’s CA file', runbook }
}

/** Of a certificate of a CA file that is watched by itself. */
export function adviceOnCaFile(
  { certificate, expiry }: Pick<CertificateThing, 'certificate' | 'expiry'>,
  state: 'expired' | 'critical' | 'warning',
): Advice {
  const { verb, since, action, runbook } = caFileAdvice[state]
  const file = nameOf(certificate.entry.placeName, 'the file')
  const sentence = `It ${verb} on ${minuteOf(expiry)}: ${since}origins that verify with ${file} drop the traffic of certificates that come from it.`
  return { sentence, action, runbook }
}

const caFileAdvice = {
  expired: {
    verb: 'ended',
    since: '',
    action: 'Put the renewed CA into the file now',
    runbook: 'CloudflareCertExpired',
  },
  critical: {
    verb: 'ends',
    since: 'from then on ',
    action: 'Put the renewed CA into the file, beside the old one',
    runbook: 'CloudflareCertExpiryCritical',
  },
  warning: {
    verb: 'ends',
    since: 'from then on ',
    action: 'Plan the renewed CA in the file, beside the old one',
    runbook: 'CloudflareCertExpirySoon',
  },
} as const
