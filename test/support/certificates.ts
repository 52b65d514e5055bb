import type { CertificateEntry, CertificateFacts, CertificateRecord } from '../../src/certificate/model.ts'
import type { CheckOutcome } from '../../src/inventory/merge.ts'
import { merge, unchecked } from '../../src/inventory/merge.ts'
import type { WatchedCertificate } from '../../src/inventory/snapshot.ts'

export const noon = Date.parse('2026-11-23T12:00:00Z') / 1000
const day = 86_400

export function entry(differences: Partial<CertificateEntry> = {}): CertificateEntry {
  return {
    kind: 'hostname',
    scopeId: '023e105f4ecef8ad9ca31a8372d0c353',
    certificateId: '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60',
    name: 'payments-api',
    placeName: 'example.com',
    credentials: 'default',
    labels: { team: 'payments' },
    thresholds: {
      warning: { kind: 'duration', seconds: 30 * day },
      critical: { kind: 'duration', seconds: 14 * day },
    },
    staleAfter: 6 * 3600,
    ...differences,
  }
}

export function facts(differences: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    notBefore: noon - 90 * day,
    notAfter: noon + 90 * day,
    chain: [],
    chainNotAfter: undefined,
    serialNumber: '315058594055281896516801703885827625507384',
    issuer: 'CN=Origin CA,O=Example',
    subject: 'CN=payments',
    commonName: 'payments',
    signatureAlgorithm: 'SHA256-RSA',
    publicKey: 'RSA 2048',
    fingerprintSha256: 'ab'.repeat(32),
    problems: [],
    ...differences,
  }
}

export function record(differences: Partial<CertificateRecord> = {}): CertificateRecord {
  return {
    status: 'active',
    expiresOn: noon + 90 * day,
    uploadedOn: noon - 80 * day,
    issuer: 'CN=Origin CA,O=Example',
    serialNumber: '315058594055281896516801703885827625507384',
    signature: 'SHA256-RSA',
    ...differences,
  }
}

export const success: CheckOutcome = { kind: 'succeeded', record: record(), facts: facts() }

export function failure(reason: 'network' | 'auth' | 'not_found' | 'server_error', code?: number): CheckOutcome {
  return { kind: 'failed', failure: { reason, detail: 'x', ...(code !== undefined && { code }) } }
}

/** A certificate after these checks, an hour apart, the last one at noon. */
export function checked(outcomes: readonly CheckOutcome[], of: CertificateEntry = entry()): WatchedCertificate {
  const first = noon - (outcomes.length - 1) * 3600
  return outcomes.reduce((watched, outcome, i) => merge(watched, outcome, first + i * 3600), unchecked(of, first))
}
