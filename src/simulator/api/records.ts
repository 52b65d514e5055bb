import { type CertificateOrder, type IssuedCertificate, issue } from '../fleet/certificates.ts'
import type { CertificateRecord } from '../store/model.ts'

const dayMs = 86_400_000

/** Times around the moment at which the fleet is made, in whole seconds as in certificates. */
export interface Calendar {
  readonly now: Date
  /** The time in a number of days. A negative number is in the past. */
  days(count: number): Date
}

export function calendar(now: Date): Calendar {
  const start = Math.floor(now.getTime() / 1000) * 1000
  return { now: new Date(start), days: (count) => new Date(start + count * dayMs) }
}

/** RFC 3339 in UTC without a fraction, as the API writes `expires_on`. */
export function apiInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

/** RFC 3339 in UTC with microseconds, as the API writes `uploaded_on`. */
export function apiUploadInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}.870383Z`
}

/** Reads an instant that the API wrote. Undefined for anything else. */
export function instantOf(text: unknown): Date | undefined {
  const at = new Date(typeof text === 'string' ? text : Number.NaN)
  return Number.isFinite(at.getTime()) ? at : undefined
}

/** The API's record of a certificate that was uploaded on its first day. The PEM has the leaf first, then the chain. */
export function recordOf(
  id: string,
  leaf: IssuedCertificate,
  chain: readonly IssuedCertificate[] = [],
): CertificateRecord {
  return {
    id,
    status: 'active',
    issuer: leaf.issuerGoString,
    signature: leaf.signature,
    serial_number: leaf.serialDecimal,
    certificate: [leaf, ...chain].map(({ pem }) => pem).join(''),
    expires_on: apiInstant(leaf.notAfter),
    uploaded_on: apiUploadInstant(leaf.notBefore),
  }
}

/** A client certificate that is valid for a year and ends at the given time. */
export function issueUntil(
  notAfter: Date,
  order: Pick<CertificateOrder, 'subject'> & Partial<CertificateOrder>,
): Promise<IssuedCertificate> {
  const notBefore = new Date(notAfter.getTime() - 365 * dayMs)
  return issue({ keyType: 'p256', notBefore, notAfter, ...order })
}
