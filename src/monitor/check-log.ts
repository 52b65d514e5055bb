import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateState, certificateState, severityOf } from '../certificate/urgency.ts'
import { checkFailures } from '../inventory/check-failure.ts'
import type { WatchedCertificate } from '../inventory/snapshot.ts'
import { differingFields, urgencyFactsOf } from '../inventory/urgency-facts.ts'

/** One line of the log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
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
    .map((line) => ({ ...line, fields: { ...line.fields, ...identityOf(next) } }))
}

function identityOf({ entry: { kind, zoneId, certificateId, zone, name } }: WatchedCertificate): LogLine['fields'] {
  return { kind, zone_id: zoneId, certificate_id: certificateId, zone, name }
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
    message: `${name}: the check failed: ${checkFailures[reason].sentence}`,
  }
}

function aboutAbsence(previous: WatchedCertificate, next: WatchedCertificate): LogLine | undefined {
  if (!previous.known || next.known) return undefined
  const message = `${next.entry.name}: Cloudflare said twice that it has no such certificate, what was known of it is dropped`
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

const stateSentences: Readonly<Record<CertificateState, string>> = {
  expired: 'it has expired',
  critical: 'it expires soon, below the critical threshold',
  warning: 'it expires soon, below the warning threshold',
  mismatch: 'Cloudflare and the certificate itself disagree',
  not_active: 'its status is not active',
  blind: 'it cannot be checked',
  ok: 'it is fine',
}

function aboutState(previous: WatchedCertificate, next: WatchedCertificate, now: UnixSeconds): LogLine | undefined {
  const before = previous.check.lastCheck === undefined ? undefined : stateAt(previous, previous.check.lastCheck)
  const standing = urgencyFactsOf(next, now)
  const state = certificateState(standing, now)
  if (state === before || state === 'blind' || (state === 'ok' && before === 'blind')) return undefined
  const quiet = before === undefined && state === 'ok'
  const severity = severityOf(standing, now)
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
    message: `${next.entry.name}: ${stateSentences[state]}`,
  }
}

function stateAt(certificate: WatchedCertificate, moment: UnixSeconds): CertificateState {
  return certificateState(urgencyFactsOf(certificate, moment), moment)
}
