import { apiInstant, apiUploadInstant } from '../../../src/simulator/api/records.ts'
import type { ResourceName, ResourceRecord } from '../../../src/simulator/store/resource.ts'
import { issuer, makeCertificate, signature } from './certificate.ts'

/** The kinds beside those of Authenticated Origin Pulls, and what Cloudflare calls their stores. */
export const resourceOf = {
  custom_certificate: 'custom_certificates',
  custom_trust_store: 'custom_trust_store',
  mtls_certificate: 'mtls_certificates',
  access_certificate: 'access_certificates',
  gateway_certificate: 'gateway_certificates',
} as const satisfies Readonly<Record<string, ResourceName>>
export type FurtherKind = keyof typeof resourceOf

export interface FurtherCertificate {
  readonly kind: FurtherKind
  /** The id of its zone or account. */
  readonly scopeId: string
  readonly id: string
  readonly subject: string
  /** Of an edge certificate those that it is valid for, of a root of Access those that use it. */
  readonly hosts: readonly string[]
  readonly family: 'ECDSA' | 'RSA'
  /** In the mTLS store. */
  readonly isAuthority: boolean
  /** Of Gateway, as the API says it. */
  readonly inUse: boolean
  /** Whether it has ever been: who has not read it since does not know that it no longer is. */
  readonly wasInUse: boolean
  /** Seconds of the world. */
  readonly end: number
  readonly uploadedAt: number
  readonly serial: bigint
}

const day = 86_400

export function beginOf({ end, uploadedAt }: FurtherCertificate): number {
  return Math.floor(Math.min(end, uploadedAt) - 30 * day)
}

/**
 * The answer of the API about it.
 * @param epoch Unix seconds at which the world began
 */
export function recordOf(certificate: FurtherCertificate, epoch: number): ResourceRecord {
  const { kind, scopeId, id, subject, hosts, end, uploadedAt, family, isAuthority, inUse } = certificate
  const dates = {
    expires_on: apiInstant(new Date((epoch + end) * 1000)),
    uploaded_on: apiUploadInstant(new Date((epoch + uploadedAt) * 1000)),
  }
  switch (kind) {
    case 'custom_certificate': {
      const edge = { zone_id: scopeId, hosts, issuer: 'GlobalSign', bundle_method: 'ubiquitous', priority: 1 }
      return { id, ...edge, ...dates, status: 'active', signature: `${family}WithSHA256` }
    }
    case 'custom_trust_store':
      return { id, ...dates, ...pemOf(certificate, epoch, true), issuer, signature, status: 'active' }
    case 'mtls_certificate': {
      const { certificate: certificates, serial_number } = pemOf(certificate, epoch, isAuthority)
      const named = { name: subject, ca: isAuthority, type: 'custom' }
      return { id, ...named, ...dates, certificates, serial_number, issuer, signature }
    }
    case 'access_certificate':
      return { id, ...dates, name: subject, associated_hostnames: hosts }
    case 'gateway_certificate': {
      const binding_status = inUse ? 'available' : 'inactive'
      return { id, ...dates, ...pemOf(certificate, epoch, true), type: 'custom', binding_status, in_use: inUse }
    }
  }
}

function pemOf(certificate: FurtherCertificate, epoch: number, isAuthority: boolean) {
  const { pem, serialNumber } = makeCertificate({
    commonName: certificate.subject,
    serial: certificate.serial,
    notBefore: epoch + beginOf(certificate),
    notAfter: epoch + certificate.end,
    isAuthority,
  })
  return { certificate: pem, serial_number: serialNumber }
}
