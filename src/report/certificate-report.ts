import type { UnixSeconds } from '../certificate/model.ts'
import { certificateState, severityOf } from '../certificate/urgency.ts'
import { checkFailureSentences } from '../inventory/check-failure.ts'
import type { ShownCertificate } from '../inventory/shown.ts'
import type { CheckHistory, WatchedCertificate } from '../inventory/snapshot.ts'
import { differingFields, standingOf } from '../inventory/standing.ts'
import { instant } from './instant.ts'
import type { CertificateReport } from './schema.ts'
import { hexadecimal } from './serial.ts'

/** @param now one moment for all that is reported together */
export function reportOnOne(certificate: ShownCertificate, now: UnixSeconds): CertificateReport {
  const { entry, known, check, use } = certificate
  const standing = standingOf(certificate, now)
  const { facts, record, mismatches = {} } = known ?? {}
  return {
    kind: entry.kind,
    zone_id: entry.zoneId,
    certificate_id: entry.certificateId,
    zone: entry.zone,
    name: entry.name,
    labels: entry.labels,
    credentials: entry.credentials,
    state: certificateState(standing, now),
    severity: severityOf(standing, now),
    expiry: instant(standing.expiry),
    days_left: standing.expiry === undefined ? null : (standing.expiry - now) / 86_400,
    not_before: instant(facts?.notBefore),
    not_after: instant(facts?.notAfter),
    chain: (facts?.chain ?? []).map(({ subject, notAfter }) => ({ subject, not_after: instant(notAfter) })),
    chain_not_after: instant(facts?.chainNotAfter),
    expires_on: instant(record?.expiresOn),
    uploaded_on: instant(record?.uploadedOn),
    status: standing.status ?? null,
    status_since: instant(known?.statusSince),
    hostnames: use.hostnames,
    in_use: use.inUse ?? null,
    serial_number: facts?.serialNumber ?? null,
    serial_number_hex: hexadecimal(facts?.serialNumber) ?? null,
    issuer: facts?.issuer ?? null,
    subject: facts?.subject ?? null,
    signature_algorithm: facts?.signatureAlgorithm ?? null,
    public_key: facts?.publicKey ?? null,
    fingerprint_sha256: facts?.fingerprintSha256 ?? null,
    api: record ? wordsOfApi(record) : null,
    mismatches: differingFields(mismatches),
    problems: standing.problems,
    thresholds: { warning_seconds: standing.thresholds.warning, critical_seconds: standing.thresholds.critical },
    last_check: instant(check.lastCheck),
    last_success: instant(check.lastSuccess),
    stale_after_seconds: entry.staleAfter,
    stale: isStale(certificate, now),
    error: errorOf(check),
  }
}

/** As `CloudflareCertNotWatched` has it; a success that lies ahead, since the clock was set back, may not count for ever either. */
export function isStale({ entry, check }: ShownCertificate, now: UnixSeconds): boolean {
  return check.lastSuccess === undefined || Math.abs(now - check.lastSuccess) > entry.staleAfter
}

function wordsOfApi(record: NonNullable<WatchedCertificate['known']>['record']): CertificateReport['api'] {
  return {
    status: record.status ?? null,
    expires_on: instant(record.expiresOn),
    uploaded_on: instant(record.uploadedOn),
    issuer: record.issuer ?? null,
    serial_number: record.serialNumber ?? null,
    signature: record.signature ?? null,
  }
}

function errorOf({ failure }: CheckHistory): CertificateReport['error'] {
  return failure
    ? { reason: failure.reason, meaning: checkFailureSentences[failure.reason], detail: failure.detail }
    : null
}
