import { createHash, X509Certificate } from 'node:crypto'
import { apiInstant, apiUploadInstant } from '../api/records.ts'
import type { ResourceRecord } from '../store/resource.ts'
import type { IssuedCertificate } from './certificates.ts'

/** The answers of the API, one function a resource, with the fields and forms of https://developers.cloudflare.com/api/. */

export type Algorithm = 'RSA' | 'ECDSA'

const signatures = { RSA: 'SHA256WithRSA', ECDSA: 'ECDSAWithSHA256' } as const satisfies Record<Algorithm, string>

export interface Validity {
  readonly begin: Date
  readonly end: Date
}

interface UploadedRecord extends Validity {
  readonly id: string
  readonly zoneId: string
  readonly hosts: readonly string[]
  readonly algorithm: Algorithm
  readonly status: string
}

/** An uploaded edge certificate: no PEM, no serial number, and the issuer's short name. */
export function uploadedRecord({ id, zoneId, hosts, algorithm, status, begin, end }: UploadedRecord): ResourceRecord {
  return {
    id,
    zone_id: zoneId,
    hosts,
    issuer: 'GlobalSign',
    signature: signatures[algorithm],
    status,
    bundle_method: 'ubiquitous',
    priority: 1,
    uploaded_on: apiInstant(begin),
    modified_on: apiInstant(begin),
    expires_on: apiInstant(end),
  }
}

/** A root that the origins of a zone are verified by. */
export function trustStoreRecord(id: string, root: IssuedCertificate, status: string): ResourceRecord {
  return {
    id,
    certificate: root.pem,
    expires_on: apiInstant(root.notAfter),
    issuer: root.issuerGoString,
    signature: signatureOf(root),
    status,
    updated_at: apiUploadInstant(root.notBefore),
    uploaded_on: apiUploadInstant(root.notBefore),
  }
}

/**
 * A certificate of the mTLS store. It has no status. What `expires_on` says of a bundle is not documented: here it is the first one.
 * @param certificates the bundle in its order
 */
export function mtlsRecord(
  id: string,
  name: string,
  [first, ...others]: readonly [IssuedCertificate, ...IssuedCertificate[]],
  ca: boolean,
): ResourceRecord {
  return {
    id,
    name,
    ca,
    certificates: [first, ...others].map(({ pem }) => pem).join(''),
    issuer: first.issuerGoString,
    signature: signatureOf(first),
    serial_number: first.serialDecimal,
    type: 'custom',
    expires_on: apiInstant(first.notAfter),
    uploaded_on: apiUploadInstant(first.notBefore),
    updated_at: apiUploadInstant(first.notBefore),
  }
}

/** A root of Access: a day instead of an instant, an MD5 fingerprint, and nothing else of the certificate. */
export function accessRecord(
  id: string,
  name: string,
  hostnames: readonly string[],
  { begin, end }: Validity,
): ResourceRecord {
  const digest = createHash('md5').update(id).digest('hex').toUpperCase()
  return {
    id,
    name,
    associated_hostnames: hostnames,
    fingerprint: `MD5 Fingerprint=${digest.match(/../g)?.join(':')}`,
    created_at: apiInstant(begin),
    updated_at: apiInstant(begin),
    expires_on: `${end.toISOString().slice(0, 10)}T00:00:00Z`,
  }
}

/** The instant with which the API says that something never happened. */
export const zeroTime = '0001-01-01T00:00:00Z'

/** A root with which Gateway inspects TLS. Recordings have the zero time for what was generated and not uploaded. */
export function gatewayRecord(
  id: string,
  root: IssuedCertificate,
  bindingStatus: string,
  inUse: boolean,
): ResourceRecord {
  return {
    id,
    type: 'gateway_managed',
    binding_status: bindingStatus,
    in_use: inUse,
    certificate: root.pem,
    fingerprint: new X509Certificate(root.pem).fingerprint256,
    issuer_org: 'Example BV',
    issuer_raw: root.issuerGoString,
    qs_pack_id: id,
    expires_on: apiInstant(root.notAfter),
    created_at: apiInstant(root.notBefore),
    updated_at: zeroTime,
    uploaded_on: zeroTime,
  }
}

interface PackRecord {
  readonly id: string
  readonly type: string
  readonly hosts: readonly string[]
  readonly status: string
  /** The ends of its certificates, of which there is none while the first one is ordered. */
  readonly ends: readonly Date[]
}

/** A pack of certificates for the same hosts. */
export function packRecord({ id, type, hosts, status, ends }: PackRecord): ResourceRecord {
  const certificates = ends.map((end, index) => ({
    id: `${id.slice(0, -1)}${index}`,
    hosts,
    issuer: 'GoogleTrustServices',
    signature: index === 0 ? signatures.ECDSA : signatures.RSA,
    status,
    bundle_method: 'ubiquitous',
    expires_on: apiInstant(end),
  }))
  const primary_certificate = certificates[0]?.id ?? '0'
  const own = {
    validation_method: 'txt',
    validity_days: 90,
    certificate_authority: 'google',
    cloudflare_branding: false,
  }
  return { id, type, hosts, status, certificates, primary_certificate, ...own }
}

/** The API writes the same algorithm in another way here than for Authenticated Origin Pulls. */
function signatureOf({ signature }: IssuedCertificate): string {
  if (signature.startsWith('ECDSA')) return signatures.ECDSA
  return signature.endsWith('RSA') ? signatures.RSA : signature
}
