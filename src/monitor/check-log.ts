import type { UnixSeconds } from '../certificate/model.ts'
import { failureSentence } from '../inventory/check-failure.ts'
import { placeFields } from '../inventory/places.ts'
import { keyOf, type WatchedCertificate } from '../inventory/snapshot.ts'
import { differingFields, urgencyFactsOf } from '../inventory/urgency-facts.ts'
import { type CertificateJudgement, judgeCertificate } from '../judgement/certificate.ts'
import type { CertificateState } from '../judgement/certificate-states.ts'
import { stateSentenceOf } from '../judgement/words.ts'

/** One line of the log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
  /** The key of the certificate that the line is about, `kind/scope_id/certificate_id`. */
  readonly key?: string
}

/** The log lines about one check of a certificate. Changes are logged at a level that people read, everything else at `debug`. */
export function linesAbout(
  previous: WatchedCertificate,
  next: WatchedCertificate,
  now: UnixSeconds,
): readonly LogLine[] {
  const lines = [
    aboutCheck(previous, next),
    aboutAbsence(previous, next),
    aboutFields(previous, next),
    aboutStatus(previous, next),
    aboutState(previous, next, now),
  ]
  return lines
    .filter((line) => line !== undefined)
    .map((line) => ({ ...line, key: keyOf(next.entry), fields: { ...line.fields, ...identityOf(next) } }))
}

function identityOf({ entry }: WatchedCertificate): LogLine['fields'] {
  const { kind, scopeId, certificateId, placeName, name } = entry
  return { kind, certificate_id: certificateId, ...placeFields(kind, scopeId, placeName), name }
}

function aboutCheck(previous: WatchedCertificate, next: WatchedCertificate): LogLine | undefined {
  const { failure } = next.check
  const { name, credentials } = next.entry
  if (!failure) {
    if (!previous.check.failure) return undefined
    return { level: 'info', fields: { event: 'check_recovered' }, message: `${name}: the check works again` }
  }
  const { reason, detail, status, code } = failure
  return {
    level: failure.unsent || previous.check.failure?.reason === reason ? 'debug' : 'warn',
    fields: { event: 'check_failed', reason, detail, credentials, status, code },
    message: `${name}: the check failed: ${failureSentence(failure)}`,
  }
}

function aboutAbsence(previous: WatchedCertificate, next: WatchedCertificate): LogLine | undefined {
  if (!previous.known || next.known) return undefined
  const message = `${next.entry.name}: Cloudflare said twice that it has no such certificate, its last known values are dropped`
  return { level: 'warn', fields: { event: 'certificate_gone' }, message }
}

/** Told when a field becomes unreadable, and not again while it stays so. */
function aboutFields(previous: WatchedCertificate, next: WatchedCertificate): LogLine | undefined {
  const before = previous.known?.record.unreadable ?? []
  const fields = (next.known?.record.unreadable ?? []).filter((field) => !before.includes(field))
  if (fields.length === 0) return undefined
  const message = `${next.entry.name}: Cloudflare's answer has fields in a form that cannot be read: ${fields.join(', ')}`
  return { level: 'warn', fields: { event: 'fields_unreadable', fields }, message }
}

function aboutStatus(previous: WatchedCertificate, next: WatchedCertificate): LogLine | undefined {
  const before = previous.known?.record.status
  const after = next.known?.record.status
  if (before === undefined || after === undefined || before === after) return undefined
  const message = `${next.entry.name}: the status changed from ${before} to ${after}`
  return { level: 'info', fields: { event: 'status_changed', status_before: before, status_after: after }, message }
}

function aboutState(previous: WatchedCertificate, next: WatchedCertificate, now: UnixSeconds): LogLine | undefined {
  const before = previous.check.lastCheck === undefined ? undefined : judgedAt(previous, previous.check.lastCheck).state
  const { state, severity } = judgedAt(next, now)
  // That a check failed, and works again, has lines of its own.
  if (state === before || isOfReading.has(state) || (state === 'ok' && before !== undefined && isOfReading.has(before)))
    return undefined
  const quiet = before === undefined && state === 'ok'
  const standing = urgencyFactsOf(next, now)
  const mismatches = differingFields(standing.mismatches)
  const expiry = standing.expiry === undefined ? undefined : new Date(standing.expiry * 1000).toISOString()
  return {
    level: quiet ? 'debug' : severity === 'critical' ? 'error' : severity === 'warning' ? 'warn' : 'info',
    fields: {
      event: 'state_changed',
      state,
      state_before: before,
      expiry,
      ...(mismatches.length > 0 && { mismatches }),
    },
    message: `${next.entry.name}: ${stateSentenceOf(state, next.entry.kind)}`,
  }
}

const isOfReading: ReadonlySet<CertificateState> = new Set(['unknown', 'stale', 'check_failing'])

/** A rotation is seen in its zone, not in one check. */
function judgedAt(certificate: WatchedCertificate, moment: UnixSeconds): CertificateJudgement {
  return judgeCertificate({ certificate, replaceableSince: undefined }, moment)
}
