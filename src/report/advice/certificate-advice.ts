import { endsFirstInChain } from '../../certificate/chain-end.ts'
import { differingFields } from '../../inventory/urgency-facts.ts'
import { stateSentenceOf } from '../../judgement/words.ts'
import { breaksOf, type DisplayedKind, isClientCertificate, isOfBundle } from '../../kinds/displayed-kinds.ts'
import { statusClassOf } from '../../kinds/statuses.ts'
import { minuteOf, sinceWords } from '../instant.ts'
import type { CertificateThing } from '../judged-thing.ts'
import { capitalised, disagreement, nameOf, problemWords } from '../words.ts'
import type { Advice } from './advice.ts'
import { unreadAction, unreadSentence } from './reading-advice.ts'
import { adviceOnStatus } from './status-advice.ts'
import { adviceOnCaFile, adviceOnOriginCa, adviceOnTrust } from './trust-advice.ts'

export function adviceOnCertificate(thing: CertificateThing): Advice {
  const advice = onState(thing)
  const { successor, certificate } = thing
  if (!successor || certificate.check.failure) return advice
  return { ...advice, action: moveTo(newerName(successor.certificate, certificate)) }
}

function onState(thing: CertificateThing): Advice {
  const { state, certificate, urgency } = thing
  switch (state) {
    case 'gone':
      return onGone(thing)
    case 'expired':
    case 'critical':
    case 'warning':
      return isOfBundle(certificate.entry.kind) ? adviceOnCaFile(thing, state) : onExpiry(thing, state)
    case 'not_trusted':
      return adviceOnTrust(thing)
    case 'origin_ca_expired':
    case 'origin_ca_critical':
    case 'origin_ca_warning':
      return adviceOnOriginCa(thing)
    case 'deployment_timed_out':
      return says(timedOut, 'Upload it again', 'CloudflareCertDeploymentTimedOut')
    case 'not_yet_valid': {
      const begin = minuteOf(certificate.known?.facts?.notBefore)
      const sentence = `Its validity begins on ${begin}${harmUntilThen(certificate.entry.kind)}.`
      return says(sentence, 'Use another one until it is valid', 'CloudflareCertProblem')
    }
    case 'mismatch':
      return says(`${disagreement(thing.certificate)}.`, 'Find out which side is right', 'CloudflareCertMismatch')
    case 'problem': {
      const sentence = `${capitalised(urgency.problems.map((problem) => problemWords[problem]).join('; '))}.`
      return says(sentence, 'Replace it by a right one', 'CloudflareCertProblem')
    }
    case 'not_active':
      return adviceOnStatus(thing)
    case 'stale':
    case 'unknown':
    case 'check_failing':
      return onReading(thing)
    case 'rotation_unfinished':
      return onRotation(thing)
    case 'unused':
      return says(
        `${capitalised(stateSentenceOf('unused', certificate.entry.kind))}.`,
        'Delete it if it was replaced; if it is a successor, put it to use',
        'CloudflareCertUnused',
      )
    case 'ok':
      return { sentence: whyOk(certificate), action: undefined, runbook: undefined }
  }
}

function says(sentence: string, action: string, runbook: string): Advice {
  return { sentence, action, runbook }
}

/** One that ends soon and pages nobody would look like a threshold that was missed. */
function whyOk({ use: { inUse } }: CertificateThing['certificate']): string {
  return inUse === false ? 'Another certificate takes its place when it ends.' : 'Nothing is wrong.'
}

/** What is to be done is the same before its end and after it. */
function onGone({ certificate: { known }, expiry }: CertificateThing): Advice {
  const sentence = `Cloudflare no longer has it since ${minuteOf(known?.vanished?.goneSince)}, its end is ${minuteOf(expiry)}, and nothing took its place.`
  return says(sentence, 'Upload another one now', 'CloudflareCertGone')
}

const timedOut = 'Cloudflare gave up deploying it: it may be presented nowhere, or not everywhere.'

const expiryAdvice = {
  expired: { action: 'Replace it now', runbook: 'CloudflareCertExpired' },
  critical: { action: 'Replace it', runbook: 'CloudflareCertExpiryCritical' },
  warning: { action: 'Plan its replacement', runbook: 'CloudflareCertExpirySoon' },
} as const

/** A new certificate with the old chain would end as soon. Whoever looks at the certificate alone would take it for a false alarm. */
function onExpiry({ certificate, expiry }: CertificateThing, state: 'expired' | 'critical' | 'warning'): Advice {
  const { action, runbook } = expiryAdvice[state]
  const facts = certificate.known?.facts
  const first = endsFirstInChain(facts)
  const verb = state === 'expired' ? 'ended' : 'ends'
  const use = state === 'expired' ? whileExpired(certificate) : ''
  if (!first || first.notAfter !== expiry) return says(`It ${verb} on ${minuteOf(expiry)}.${use}`, action, runbook)
  const named = nameOf(first.subject, 'a certificate')
  const sentence = `In its chain, ${named} ${verb} on ${minuteOf(expiry)}; the certificate itself ends on ${minuteOf(facts?.notAfter)}.${use}`
  return says(sentence, 'Upload it with a newer chain', runbook)
}

function whileExpired({ entry: { kind }, use: { inUse } }: CertificateThing['certificate']): string {
  if (!isClientCertificate(kind))
    return inUse ? ` ${capitalised(breaksOf(kind))}.` : ` If it is in use, ${breaksOf(kind)}.`
  return inUse
    ? ' Cloudflare presents it all the same: origins that verify it drop the traffic.'
    : ' Whether Cloudflare presents it is not known.'
}

function harmUntilThen(kind: DisplayedKind): string {
  return isClientCertificate(kind)
    ? ': until then origins that verify it drop the traffic'
    : `. If it is in use before, ${breaksOf(kind)}`
}

function onReading({ state, severity, certificate: { check } }: CertificateThing): Advice {
  const isUnread = check.failure !== undefined || check.lastSuccess === undefined
  const sentence =
    isUnread || state !== 'unknown'
      ? unreadSentence('It', check)
      : 'Neither Cloudflare nor the certificate says when it ends.'
  const runbook = severity === 'critical' || check.lastCheck === undefined ? 'NotWatched' : 'CheckFailing'
  return says(sentence, unreadAction(check), `CloudflareCert${runbook}`)
}

function onRotation({ successor, certificate }: CertificateThing): Advice {
  const newer = successor ? newerName(successor.certificate, certificate) : 'a newer one'
  const since = successor ? sinceWords(successor.since, successor.certificate.check.lastSuccess) : ''
  const sentence = `It is still in use, though ${newer} with the same subject stands ready${since}.`
  return says(sentence, moveTo(newer), 'CloudflareCertRotationUnfinished')
}

function moveTo(newer: string): string {
  return `Move its hostnames to ${newer}`
}

type Named = Pick<CertificateThing['certificate'], 'entry'>

/** Certificates of one subject often have one name. Then the id tells which one is meant. */
function newerName({ entry: newer }: Named, { entry: old }: Named): string {
  return nameOf(newer.name === old.name ? `${newer.name} (${newer.certificateId})` : newer.name, 'a newer one')
}

/** Their sentences say the status. */
const statesOfStatus: ReadonlySet<CertificateThing['state']> = new Set(['not_active', 'deployment_timed_out', 'gone'])

/** What is so besides the state. The sentence does not say it. */
export function furtherRemarks(thing: CertificateThing): readonly string[] {
  const { state, certificate, urgency } = thing
  const { known } = certificate
  const status = known?.record.status
  const statusClass = urgency.status && statusClassOf(certificate.entry.kind, urgency.status)
  const isFine = statusClass === undefined || statusClass === 'fine'
  const isStatusSaid = statesOfStatus.has(state) || (statusClass === 'ended' && state === 'expired')
  const problems = urgency.problems.filter((problem) => state !== 'problem' && state !== problem)
  const parts = [
    !isFine && !isStatusSaid && `its status is ${nameOf(status, '')}`,
    state !== 'mismatch' && differingFields(urgency.mismatches).length > 0 && disagreement(certificate),
    ...problems.map((problem) => problemWords[problem]),
    chainRemark(thing),
    trustRemark(thing),
    known?.record.unreadable &&
      known.record.unreadable.length > 0 &&
      `fields of Cloudflare's answer cannot be read: ${known.record.unreadable.join(', ')}`,
  ]
  return parts.filter((part) => typeof part === 'string')
}

function trustRemark({ state, trust }: CertificateThing): string | undefined {
  if (trust?.isTrusted !== false || state === 'not_trusted') return undefined
  return `origins that verify with ${trust.refused?.by.file ?? 'their CA file'} refuse it`
}

function chainRemark({ state, certificate, expiry }: CertificateThing): string | undefined {
  const facts = certificate.known?.facts
  const first = endsFirstInChain(facts)
  const isSaid = first?.notAfter === expiry && (state === 'expired' || state === 'critical' || state === 'warning')
  if (!first || isSaid) return undefined
  return `in its chain, ${nameOf(first.subject, 'a certificate')} ends on ${minuteOf(first.notAfter)}; the certificate itself on ${minuteOf(facts?.notAfter)}`
}
