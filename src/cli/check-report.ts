import type { CertificateProblem, CertificateStatus, MismatchField, UnixSeconds } from '../certificate/model.ts'
import {
  type CertificateState,
  certificateState,
  type Severity,
  severities,
  severityOf,
} from '../certificate/urgency.ts'
import { type CheckFailureReason, checkFailureSentences } from '../inventory/check-failure.ts'
import type { WatchedCertificate } from '../inventory/snapshot.ts'
import { differingFields, standingOf } from '../inventory/standing.ts'

/** One certificate as `check --json` shows it. Instants are RFC 3339 in UTC; what is not known is null. */
export interface CertificateReport {
  readonly kind: string
  readonly zone_id: string
  readonly certificate_id: string
  readonly zone: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly state: CertificateState
  readonly severity: Severity
  /** The moment that counts. */
  readonly expiry: string | null
  /** Fractional, negative once past. */
  readonly days_left: number | null
  readonly not_before: string | null
  readonly not_after: string | null
  readonly expires_on: string | null
  readonly uploaded_on: string | null
  readonly status: CertificateStatus | null
  readonly serial_number: string | null
  readonly issuer: string | null
  readonly subject: string | null
  readonly fingerprint_sha256: string | null
  readonly mismatches: readonly MismatchField[]
  readonly problems: readonly CertificateProblem[]
  readonly thresholds: { readonly warning_seconds: number; readonly critical_seconds: number }
  readonly error: { readonly reason: CheckFailureReason; readonly meaning: string; readonly detail: string } | null
}

export interface Report {
  readonly checked_at: string
  /** The worst of all. */
  readonly severity: Severity
  readonly certificates: readonly CertificateReport[]
}

/** Soonest expiry first; what has none, last. */
export function reportOn(certificates: readonly WatchedCertificate[], now: UnixSeconds): Report {
  const reports = certificates.map((certificate) => reportOnOne(certificate, now)).sort(byExpiry)
  const found = new Set(reports.map(({ severity }) => severity))
  return {
    checked_at: instant(now) ?? '',
    severity: severities.find((severity) => found.has(severity)) ?? 'ok',
    certificates: reports,
  }
}

const exitCodes = { critical: 2, warning: 1, unknown: 3, ok: 0 } as const satisfies Record<Severity, number>

/** The monitoring-plugin convention. */
export function exitCodeOf({ severity }: Report): number {
  return exitCodes[severity]
}

function reportOnOne(certificate: WatchedCertificate, now: UnixSeconds): CertificateReport {
  const { entry, known, check } = certificate
  const standing = standingOf(certificate, now)
  const { facts, record, mismatches = {} } = known ?? {}
  return {
    kind: entry.kind,
    zone_id: entry.zoneId,
    certificate_id: entry.certificateId,
    zone: entry.zone,
    name: entry.name,
    labels: entry.labels,
    state: certificateState(standing, now),
    severity: severityOf(standing, now),
    expiry: instant(standing.expiry),
    days_left: standing.expiry === undefined ? null : (standing.expiry - now) / 86_400,
    not_before: instant(facts?.notBefore),
    not_after: instant(facts?.notAfter),
    expires_on: instant(record?.expiresOn),
    uploaded_on: instant(record?.uploadedOn),
    status: standing.status ?? null,
    serial_number: facts?.serialNumber ?? null,
    issuer: facts?.issuer ?? null,
    subject: facts?.subject ?? null,
    fingerprint_sha256: facts?.fingerprintSha256 ?? null,
    mismatches: differingFields(mismatches),
    problems: standing.problems,
    thresholds: { warning_seconds: standing.thresholds.warning, critical_seconds: standing.thresholds.critical },
    error: check.failure
      ? {
          reason: check.failure.reason,
          meaning: checkFailureSentences[check.failure.reason],
          detail: check.failure.detail,
        }
      : null,
  }
}

function byExpiry(a: CertificateReport, b: CertificateReport): number {
  return (
    (a.days_left ?? Number.POSITIVE_INFINITY) - (b.days_left ?? Number.POSITIVE_INFINITY) ||
    a.name.localeCompare(b.name, 'en')
  )
}

function instant(seconds: UnixSeconds | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}
