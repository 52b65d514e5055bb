import { endsFirstInChain } from '../certificate/chain-end.ts'
import type { CertificateFacts, CertificateRecord, UnixSeconds } from '../certificate/model.ts'
import type { UrgencyFacts } from '../certificate/urgency.ts'
import { failureSentence } from '../inventory/check-failure.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { isFresh } from '../inventory/freshness.ts'
import type { ReadHistory } from '../inventory/snapshot.ts'
import { differingFields } from '../inventory/urgency-facts.ts'
import { holderOf, isOfBundle } from '../kinds/displayed-kinds.ts'
import { adviceOn } from './advice/advice.ts'
import { instant } from './instant.ts'
import type { CertificateThing, JudgedThing } from './judged-thing.ts'
import type { CertificateReport } from './report-schema.ts'
import { hexadecimal } from './serial.ts'
import { trustReport } from './trust-report.ts'

/** @param now the moment of the judgement */
export function reportOnOne(thing: CertificateThing, now: UnixSeconds): CertificateReport {
  const { certificate, state, severity, urgency } = thing
  const { entry, known, use } = certificate
  return {
    ...identityOf(entry),
    state,
    severity,
    ...wordsOf(thing),
    ...urgencyOf(urgency, now),
    ...wordsOfCertificate(known?.facts),
    expires_on: instant(known?.record.expiresOn),
    uploaded_on: instant(known?.record.uploadedOn),
    status_since: instant(known?.statusSince),
    api: known && !isOfBundle(entry.kind) ? wordsOfApi(known.record) : null,
    hostnames: use.hostnames,
    in_use: use.inUse ?? null,
    trust: certificate.trust ? trustReport(certificate.trust, now) : null,
    ...freshnessOf(certificate, now),
  }
}

function identityOf(entry: DisplayedCertificate['entry']) {
  return {
    kind: entry.kind,
    ...placeOf(entry),
    certificate_id: entry.certificateId,
    name: entry.name,
    labels: entry.labels,
    credentials: entry.credentials,
  }
}

function placeOf({ kind, scopeId, placeName }: DisplayedCertificate['entry']) {
  switch (holderOf(kind)) {
    case 'zone':
      return { zone_id: scopeId, zone: placeName }
    case 'account':
      return { account_id: scopeId, account: placeName }
    case 'bundle':
      return { bundle: scopeId, file: placeName }
  }
}

function urgencyOf(urgency: UrgencyFacts, now: UnixSeconds) {
  return {
    expiry: instant(urgency.expiry),
    days_left: urgency.expiry === undefined ? null : (urgency.expiry - now) / 86_400,
    status: urgency.status ?? null,
    mismatches: differingFields(urgency.mismatches),
    problems: urgency.problems,
    thresholds: { warning_seconds: urgency.thresholds.warning, critical_seconds: urgency.thresholds.critical },
  }
}

function wordsOfCertificate(facts: CertificateFacts | undefined) {
  return {
    not_before: instant(facts?.notBefore),
    not_after: instant(facts?.notAfter),
    chain: (facts?.chain ?? []).map(({ subject, notAfter }) => ({ subject, not_after: instant(notAfter) })),
    chain_not_after: instant(facts?.chainNotAfter),
    chain_ends_first: chainEndsFirst(facts),
    serial_number: facts?.serialNumber || null,
    serial_number_hex: hexadecimal(facts?.serialNumber) ?? null,
    issuer: facts?.issuer ?? null,
    subject: facts?.subject ?? null,
    signature_algorithm: facts?.signatureAlgorithm || null,
    public_key: facts?.publicKey || null,
    fingerprint_sha256: facts?.fingerprintSha256 ?? null,
  }
}

function chainEndsFirst(facts: CertificateFacts | undefined): CertificateReport['chain_ends_first'] {
  const first = endsFirstInChain(facts)
  return first ? { subject: first.subject, not_after: instant(first.notAfter) } : null
}

function wordsOfApi(record: CertificateRecord): CertificateReport['api'] {
  return {
    status: record.status ?? null,
    expires_on: instant(record.expiresOn),
    uploaded_on: instant(record.uploadedOn),
    issuer: record.issuer ?? null,
    serial_number: record.serialNumber ?? null,
    signature: record.signature ?? null,
    unreadable: record.unreadable ?? [],
  }
}

function freshnessOf(certificate: DisplayedCertificate, now: UnixSeconds) {
  const { entry, check } = certificate
  return {
    last_check: instant(check.lastCheck),
    last_success: instant(check.lastSuccess),
    stale_after_seconds: entry.staleAfter,
    stale: isStale(certificate, now),
    error: errorOf(check),
  }
}

export function isStale({ entry, check }: DisplayedCertificate, now: UnixSeconds): boolean {
  return !isFresh(check, entry.staleAfter, now)
}

/** What is so, and what to do about it, as every judged thing has it. */
export function wordsOf(thing: JudgedThing): Pick<CertificateReport, 'sentence' | 'action' | 'runbook'> {
  const { sentence, action, runbook } = adviceOn(thing)
  return { sentence, action: action ?? null, runbook: runbook ?? null }
}

export function errorOf({ failure }: ReadHistory): CertificateReport['error'] {
  return failure ? { reason: failure.reason, meaning: failureSentence(failure), detail: failure.detail } : null
}
