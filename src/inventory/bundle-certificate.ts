import { createHash } from 'node:crypto'
import type { CertificateFacts } from '../certificate/model.ts'
import type { BundleEntry } from '../certificate/watch-list.ts'
import type { DisplayedCertificate } from './displayed-certificate.ts'
import type { CertificateUse, KnownCertificate, ReadHistory } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'

/** Nothing of it comes from Cloudflare. */
const noRecord: KnownCertificate['record'] = {
  status: undefined,
  expiresOn: undefined,
  uploadedOn: undefined,
  issuer: undefined,
  serialNumber: undefined,
  signature: undefined,
}

/** A certificate of a CA file whose end harms nobody, because a renewed one takes its place. Nothing says who uses the others. */
const replaced: CertificateUse = { hostnames: [], inUse: false }
const unknown: CertificateUse = { hostnames: [], inUse: undefined }

export interface BundleTerms {
  readonly bundle: BundleEntry
  readonly reading: ReadHistory
  /** Whether the file has another one with the same subject and key, which ends later and begins in time. */
  readonly isRenewed: boolean
}

/**
 * One certificate of a CA file that is watched by itself.
 * @param before the same certificate before; its parts stay the same objects where nothing has changed
 */
export function bundleCertificate(
  facts: CertificateFacts,
  { bundle, reading, isRenewed }: BundleTerms,
  before: DisplayedCertificate | undefined,
): DisplayedCertificate {
  const { name, path, labels, thresholds, staleAfter } = bundle
  const entry: DisplayedCertificate['entry'] = {
    kind: 'bundle',
    scopeId: name,
    certificateId: certificateIdOf(name, facts.fingerprintSha256),
    name: `${name}: ${facts.commonName ?? (facts.subject || 'without a subject')}`,
    placeName: path,
    credentials: 'none',
    labels,
    thresholds,
    staleAfter,
  }
  const known: KnownCertificate = { facts, record: noRecord, mismatches: {}, statusSince: undefined }
  return {
    entry: reuseIfEqual(before?.entry, entry),
    known: reuseIfEqual(before?.known, known),
    check: { ...reading, absences: 0 },
    use: isRenewed ? replaced : unknown,
  }
}

/** It stays the same for as long as the bundle keeps its name, whatever else is in the file: 32 hexadecimal digits. */
function certificateIdOf(bundle: string, fingerprintSha256: string): string {
  return createHash('sha256').update(`${bundle}\n${fingerprintSha256}`).digest('hex').slice(0, 32)
}
