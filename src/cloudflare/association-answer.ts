import { domainToASCII } from 'node:url'
import {
  type CertificateAnswer,
  longestText,
  type Reading,
  readAnyCertificate,
  readCertificateId,
} from './certificate-answer.ts'
import { isObject } from './envelope.ts'

/**
 * Which certificate a hostname uses.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostnames/methods/get/
 */
export interface AssociationAnswer {
  /** In lower case; undefined where a void association has none. */
  readonly certificateId: string | undefined
  /** Null: the association is void, and still shown for a while. */
  readonly enabled: boolean | null
  /** The association's own status, not the certificate's. */
  readonly status: string | undefined
  /** The certificate itself, with or without its PEM, where the answer has enough of it. */
  readonly certificate: CertificateAnswer | undefined
}

/** Reads the association of this hostname out of an envelope's `result`. */
export function readAssociation(result: unknown, hostname: string): Reading<AssociationAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const { hostname: named, enabled, status } = result
  const certificateId = readCertificateId(result['cert_id'])
  if (typeof named === 'string' && asciiName(named) !== hostname)
    return { ok: false, detail: 'the result is about another hostname than was asked for' }
  if (typeof enabled !== 'boolean' && enabled !== null)
    return { ok: false, detail: 'enabled is neither true nor false nor null' }
  // A void association presents nothing: nobody needs its certificate's id.
  if (certificateId === undefined && enabled !== null && status !== 'deleted')
    return { ok: false, detail: 'the result has no cert_id that can be one' }
  return {
    ok: true,
    value: {
      certificateId,
      enabled,
      status: typeof status === 'string' && status !== '' ? status.slice(0, longestText) : undefined,
      certificate: embeddedCertificate(result),
    },
  }
}

/** A name as the configuration has it: in lower case, in A-labels (RFC 5890), without the dot of the root. */
function asciiName(name: string): string {
  const lower = name.toLowerCase().replace(/\.$/, '')
  return domainToASCII(lower) || lower
}

/** Without `cert_status` the association's own status would be taken for the certificate's. */
function embeddedCertificate(result: Readonly<Record<string, unknown>>): CertificateAnswer | undefined {
  if (typeof result['cert_status'] !== 'string') return undefined
  const { id: _, ...fields } = result
  const reading = readAnyCertificate(fields)
  return reading.ok ? reading.value : undefined
}
