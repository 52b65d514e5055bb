import type { UnixSeconds } from '../certificate/model.ts'
import { expiryState, type UrgencyFacts } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { isFresh } from '../inventory/freshness.ts'
import { urgencyFactsOf } from '../inventory/urgency-facts.ts'
import { isCoveredWhenUnused, isOfBundle } from '../kinds/displayed-kinds.ts'
import { statusClassOf } from '../kinds/statuses.ts'
import { overallAt } from '../trust/overall.ts'
import { type CertificateState, certificateStates } from './certificate-states.ts'
import { judgeOriginCa, trustChangesAt } from './origin-ca.ts'
import { type Severity, severities } from './severity.ts'
import { hasFailedLong, waits } from './waits.ts'

export interface CertificateJudgement {
  readonly state: CertificateState
  readonly severity: Severity
}

/** What is judged, besides the time. */
export interface JudgedCertificate {
  readonly certificate: DisplayedCertificate
  /** Since when a newer certificate has stood ready that it should have been replaced by; undefined if none does. */
  readonly replaceableSince: UnixSeconds | undefined
}

/** Judges as the alerts of `deploy/prometheus/rules.yaml` do. */
export function judgeCertificate(judged: JudgedCertificate, now: UnixSeconds): CertificateJudgement {
  const { certificate, replaceableSince } = judged
  const facts = urgencyFactsOf(certificate, now)
  const isUnused = certificate.use.inUse === false
  const found = [
    ...ofExpiry(facts, isUnused, now),
    ...ofStatus(certificate.entry.kind, facts, isUnused),
    ...ofProblems(facts, isUnused),
    ...(isUnused ? [] : ofTrust(certificate, facts, now)),
    ...(facts.mismatches.expires_on || facts.mismatches.serial_number ? [is('mismatch', 'warning')] : []),
    ...ofReading(certificate, facts, isUnused, now),
    ...ofUse(certificate, replaceableSince, now),
  ]
  return found.reduce(worse, is('ok', 'ok'))
}

/** Whether nothing is known of it and nothing is wrong yet: no number can be given. */
export function isUnjudged({ state, severity }: CertificateJudgement): boolean {
  return state === 'unknown' && severity === 'ok'
}

/** From the most to the least urgent. */
export function compareJudgements(a: CertificateJudgement, b: CertificateJudgement): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    certificateStates.indexOf(a.state) - certificateStates.indexOf(b.state)
  )
}

function is(state: CertificateState, severity: Severity): CertificateJudgement {
  return { state, severity }
}

function worse(a: CertificateJudgement, b: CertificateJudgement): CertificateJudgement {
  return compareJudgements(a, b) <= 0 ? a : b
}

type Found = readonly CertificateJudgement[]

/** The expiry of a certificate that is proved unused concerns nobody. What is gone says more than that it ended. */
function ofExpiry({ expiry, thresholds, status }: UrgencyFacts, isUnused: boolean, now: UnixSeconds): Found {
  if (expiry === undefined || isUnused || status === 'gone') return []
  const state = expiryState(expiry - now, thresholds)
  return [is(state, state === 'expired' ? 'critical' : state)]
}

function ofStatus(kind: DisplayedCertificate['entry']['kind'], { status }: UrgencyFacts, isUnused: boolean): Found {
  if (status === undefined) return []
  switch (statusClassOf(kind, status)) {
    case 'fine':
    case 'ended':
      return []
    case 'gone':
      return [is('gone', 'critical')]
    case 'failed':
      return [isUnused ? is('not_active', 'warning') : is('deployment_timed_out', 'critical')]
    case 'pending':
    case 'off':
    case 'unknown':
      return [is('not_active', 'warning')]
  }
}

function ofProblems({ problems }: UrgencyFacts, isUnused: boolean): Found {
  if (problems.length === 0) return []
  return [problems.includes('not_yet_valid') && !isUnused ? is('not_yet_valid', 'critical') : is('problem', 'warning')]
}

/** What the origins' CA files make of it, and when a CA in them ends. */
function ofTrust({ trust }: DisplayedCertificate, { thresholds }: UrgencyFacts, now: UnixSeconds): Found {
  const isRefused = trust !== undefined && overallAt(trust, now).isTrusted === false
  const ofCa = judgeOriginCa(trust, thresholds, now)
  return [...(isRefused ? [is('not_trusted', 'critical')] : []), ...(ofCa ? [ofCa] : [])]
}

function ofReading(certificate: DisplayedCertificate, facts: UrgencyFacts, isUnused: boolean, now: UnixSeconds): Found {
  const { check, entry } = certificate
  // A CA file is one thing, however many certificates are in it: that it cannot be read is judged of the file.
  if (isOfBundle(entry.kind)) return []
  const isNeverRead = check.lastSuccess === undefined
  const isUnknown = isNeverRead || (facts.expiry === undefined && facts.status !== 'deleted')
  const failing: Found = hasFailedLong(check, now) ? [is(isNeverRead ? 'unknown' : 'check_failing', 'warning')] : []
  const unwatched: Found =
    isNotReadLately(certificate, now) && !isUnused ? [is(isNeverRead ? 'unknown' : 'stale', 'critical')] : []
  return [...(isUnknown ? [is('unknown', 'ok')] : []), ...failing, ...unwatched]
}

/** The rule of `CloudflareCertNotWatched`. Cloudflare did answer where it says that there is no such certificate. */
function isNotReadLately({ entry, check }: DisplayedCertificate, now: UnixSeconds): boolean {
  if (check.failure?.reason === 'not_found') return false
  return check.lastSuccess === undefined ? hasFailedLong(check, now) : !isFresh(check, entry.staleAfter, now)
}

function ofUse(
  { entry, use, check }: DisplayedCertificate,
  replaceableSince: UnixSeconds | undefined,
  now: UnixSeconds,
): Found {
  // What does not exist needs no advice to delete it.
  if (use.inUse === false && check.failure?.reason === 'not_found') return []
  // What another one covers is in use until it ends.
  if (use.inUse === false && isCoveredWhenUnused(entry.kind)) return []
  if (use.inUse === false)
    return [is('unused', use.since !== undefined && now - use.since >= waits.unused ? 'info' : 'ok')]
  if (replaceableSince === undefined) return []
  return [is('rotation_unfinished', now - replaceableSince >= waits.unfinishedRotation ? 'info' : 'ok')]
}

const justAfter = 0.001

/** Every moment at which time alone may change the judgement. Caches rely on it. */
export function judgementChangesAt({ certificate, replaceableSince }: JudgedCertificate): readonly UnixSeconds[] {
  const { entry, known, check, use, trust } = certificate
  const { expiry, thresholds } = urgencyFactsOf(certificate, 0)
  const moments = [
    ...trustChangesAt(trust, thresholds),
    expiry === undefined ? undefined : expiry + justAfter,
    expiry === undefined ? undefined : expiry - thresholds.critical + justAfter,
    expiry === undefined ? undefined : expiry - thresholds.warning + justAfter,
    known?.facts?.notBefore,
    check.lastSuccess === undefined ? undefined : check.lastSuccess + entry.staleAfter + justAfter,
    // After the clock was set back.
    check.lastSuccess === undefined ? undefined : check.lastSuccess - entry.staleAfter,
    check.failingSince === undefined ? undefined : check.failingSince + waits.failing,
    use.since === undefined ? undefined : use.since + waits.unused,
    replaceableSince === undefined ? undefined : replaceableSince + waits.unfinishedRotation,
  ]
  return moments.filter((moment) => moment !== undefined)
}
