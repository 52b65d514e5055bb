import { crossCheck } from '../certificate/crosscheck.ts'
import type { CertificateEntry, CertificateFacts, CertificateRecord, UnixSeconds } from '../certificate/model.ts'
import { kinds } from '../kinds/kinds.ts'
import { saysCertificateAbsent } from './absence.ts'
import type { CheckFailure } from './check-failure.ts'
import type { CertificateUse, CheckHistory, KnownCertificate, ReadHistory, WatchedCertificate } from './snapshot.ts'
import { areEqual, reuseIfEqual } from './structural-sharing.ts'

/** The outcome of one check of one certificate. */
export type CheckOutcome =
  /** `facts` is undefined if the API gives no PEM. */
  | {
      readonly kind: 'succeeded'
      readonly record: CertificateRecord
      readonly facts: CertificateFacts | undefined
      /** The certificates of the PEM in base64, the leaf first; absent where nobody asks for them. */
      readonly presented?: readonly string[]
    }
  /** The API answered, but its PEM cannot be parsed. */
  | { readonly kind: 'half_succeeded'; readonly record: CertificateRecord; readonly failure: CheckFailure }
  | { readonly kind: 'failed'; readonly failure: CheckFailure }

/** The history of something that was never read. */
export const neverRead: ReadHistory = { lastCheck: undefined, lastSuccess: undefined, failure: undefined }

const unknownUse: CertificateUse = { hostnames: [], inUse: undefined }

/** @param now when watching it began */
export function unreadSince(now: UnixSeconds): ReadHistory {
  return { ...neverRead, failingSince: now }
}

/**
 * A certificate that was never checked.
 * @param now when watching it began
 */
export function unchecked(entry: CertificateEntry, now: UnixSeconds): WatchedCertificate {
  return { entry, known: undefined, check: { ...unreadSince(now), absences: 0 }, use: unknownUse }
}

/** Adds the outcome of a check to what was known. A failure takes nothing away, unless the certificate is proved to be gone. */
export function merge(previous: WatchedCertificate, outcome: CheckOutcome, now: UnixSeconds): WatchedCertificate {
  const check = nextCheck(previous, outcome, now)
  return { ...previous, known: nextKnown(previous, outcome, check, now), check }
}

/** Whether something was never read, or its last reading failed. */
export function isOutstanding({ lastCheck, failure }: ReadHistory): boolean {
  return lastCheck === undefined || failure !== undefined
}

/** Whether Cloudflare said in two checks in a row that the certificate does not exist, or calls it deleted. */
export function isProvedGone({ known, check }: WatchedCertificate): boolean {
  return check.absences >= absencesThatProve || known?.record.status === 'deleted'
}

function nextCheck(
  { entry, check: previous }: WatchedCertificate,
  outcome: CheckOutcome,
  now: UnixSeconds,
): CheckHistory {
  if (outcome.kind === 'succeeded') {
    const absences = isTombstone(entry, outcome) ? absencesThatProve : 0
    return { lastCheck: now, lastSuccess: now, failure: undefined, absences }
  }
  const { failure } = outcome
  return {
    lastCheck: now,
    lastSuccess: previous.lastSuccess,
    failure,
    failingSince: previous.failingSince ?? now,
    absences: saysCertificateAbsent(entry.kind, failure) ? previous.absences + 1 : 0,
  }
}

/** A fresh upload can be missing for a minute, and one wrong answer must not silence an alert. So two answers in a row count. */
const absencesThatProve = 2

function nextKnown(
  { entry, known: previous }: WatchedCertificate,
  outcome: CheckOutcome,
  check: CheckHistory,
  now: UnixSeconds,
): KnownCertificate | undefined {
  // Of a kind that Cloudflare removes by itself, a listing decides what is forgotten.
  const isForgotten = check.absences >= absencesThatProve && kinds[entry.kind].vanishing === undefined
  if (outcome.kind === 'failed') return isForgotten ? undefined : previous
  if (previous && (saysTheSame(outcome, previous) || isTombstone(entry, outcome))) return previous
  const { record } = outcome
  const facts = (outcome.kind === 'succeeded' && outcome.facts) || previous?.facts
  const known: KnownCertificate = {
    facts,
    record,
    // Without a PEM nothing is compared, although the last PEM is still known.
    mismatches: facts && (outcome.kind !== 'succeeded' || outcome.facts) ? crossCheck(facts, record) : {},
    statusSince: statusSince(previous, record, now),
    ...presentedAfter(previous, outcome),
  }
  // An unchanged certificate stays the same object, so that everything derived from it can be kept.
  return areEqual(previous, known) ? previous : known
}

/** That Cloudflare deleted one of a kind that it removes by itself. What was known, with its end and its hosts, says more. */
function isTombstone({ kind }: CertificateEntry, outcome: CheckOutcome): boolean {
  return kinds[kind].vanishing !== undefined && outcome.kind === 'succeeded' && outcome.record.status === 'deleted'
}

/** As the facts, it is that of the last PEM. */
function presentedAfter(
  previous: KnownCertificate | undefined,
  outcome: CheckOutcome,
): Pick<KnownCertificate, 'presented'> {
  const found = outcome.kind === 'succeeded' && outcome.facts ? outcome.presented : previous?.presented
  return found ? { presented: reuseIfEqual(previous?.presented, found) } : {}
}

/** Whether a check says nothing new, as most checks do. An unchanged PEM gives the same facts object. */
function saysTheSame(outcome: CheckOutcome, { facts, record, mismatches, presented }: KnownCertificate): boolean {
  const isCompared = Object.keys(mismatches).length > 0
  return (
    outcome.kind === 'succeeded' &&
    isCompared &&
    outcome.facts === facts &&
    areEqual(outcome.record, record) &&
    areEqual(outcome.presented, presented)
  )
}

function statusSince(
  previous: KnownCertificate | undefined,
  record: CertificateRecord,
  now: UnixSeconds,
): UnixSeconds | undefined {
  if (record.status === undefined) return undefined
  return previous?.record.status === record.status ? previous.statusSince : now
}
