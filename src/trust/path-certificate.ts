import { createHash, X509Certificate } from 'node:crypto'
import { foldName } from '../certificate/chain.ts'
import { derTags, elementsIn, readElement } from '../certificate/der.ts'
import { authorityKeyId, subjectKeyId } from '../certificate/extensions.ts'
import { type CertificateFields, readFields } from '../certificate/fields.ts'
import type { UnixSeconds } from '../certificate/model.ts'
import { longestName, writeName } from '../certificate/name-writer.ts'
import { readSignatureAlgorithm } from '../certificate/signature-algorithm.ts'
import { type PathExtensions, readPathExtensions } from './extensions.ts'
import type { MemberSource, PathMember } from './model.ts'

/** A certificate as paths are built of it. */
export interface PathCertificate {
  readonly x509: X509Certificate
  readonly fields: CertificateFields
  readonly extensions: PathExtensions
  /** SHA-256 of its DER encoding, 64 lower-case hexadecimal digits. */
  readonly fingerprintSha256: string
  /** Distinguished names as RFC 4514 writes them, cut where they are longer than any should be. */
  readonly subject: string
  readonly issuer: string
  /** Names as texts that are equal where the names are the same. */
  readonly foldedSubject: string
  readonly foldedIssuer: string
  readonly notBefore: UnixSeconds
  readonly notAfter: UnixSeconds
  /** Whether subject and issuer are the same name. */
  readonly isSelfIssued: boolean
  /** Whether it is also its own key that signed it, as far as its key identifiers say. */
  readonly isSelfSigned: boolean
  readonly isVersion1: boolean
  readonly isWeaklySigned: boolean
}

/** Undefined where OpenSSL, or this program, cannot read the bytes as a certificate. */
export function readPathCertificate(der: Uint8Array): PathCertificate | undefined {
  const fields = readFields(der)
  const x509 = fields && openSslCertificate(fields.encoding)
  if (fields === undefined || x509 === undefined) return undefined
  const [subject, issuer] = [writeName(fields.subject), writeName(fields.issuer)]
  const [foldedSubject, foldedIssuer] = [foldName(subject), foldName(issuer)]
  const isSelfIssued = foldedSubject === foldedIssuer
  const [authority, own] = [authorityKeyId(fields), subjectKeyId(fields)]
  return {
    x509,
    fields,
    extensions: readPathExtensions(fields),
    fingerprintSha256: createHash('sha256').update(fields.encoding).digest('hex'),
    subject: subject.slice(0, longestName),
    issuer: issuer.slice(0, longestName),
    foldedSubject,
    foldedIssuer,
    notBefore: fields.validity.notBefore,
    notAfter: fields.validity.notAfter,
    isSelfIssued,
    isSelfSigned: isSelfIssued && (authority === undefined || own === undefined || authority === own),
    isVersion1: saysNoVersion(fields),
    isWeaklySigned: readSignatureAlgorithm(fields.signatureAlgorithm).isWeak,
  }
}

/** As one of version 1 does. */
function saysNoVersion({ encoding }: CertificateFields): boolean {
  const [tbsCertificate] = elementsIn(readElement(encoding), derTags.sequence)
  return elementsIn(tbsCertificate, derTags.sequence)[0]?.tag !== explicitVersion
}

const explicitVersion = 0xa0

function openSslCertificate(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** What of a certificate is kept in a path. */
export function memberOf(certificate: PathCertificate, source: MemberSource): PathMember {
  const { subject, fingerprintSha256, notBefore, notAfter, isWeaklySigned, isSelfSigned } = certificate
  // Nobody verifies the signature with which a root vouches for itself.
  return {
    subject,
    fingerprintSha256,
    notBefore,
    notAfter,
    source,
    isWeaklySigned: isWeaklySigned && !isSelfSigned,
  }
}
