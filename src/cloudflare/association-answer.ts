import { comparableHostname } from '../hostname.ts'
import { type CertificateAnswer, type Reading, readAnyCertificate } from './certificate-answer.ts'
import { isObject } from './envelope.ts'
import { longestText, readCertificateId } from './field-reader.ts'

/**
 * Which certificate a hostname uses.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostnames/methods/get/
 */
export interface AssociationAnswer {
  /** In lower case. Undefined if the association is void and names none. */
  readonly certificateId: string | undefined
  /** Null if the association is void. Cloudflare shows a void association for a while. */
  readonly enabled: boolean | null
  /** The association's own status, not the certificate's. */
  readonly status: string | undefined
  /** The certificate, with or without its PEM, if the answer has enough of it. */
  readonly certificate: CertificateAnswer | undefined
}

/** Reads the association of this hostname out of an envelope's `result`. */
export function readAssociation(result: unknown, hostname: string): Reading<AssociationAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const { hostname: named, enabled, status } = result
  const certificateId = readCertificateId(result['cert_id'])
  if (typeof named === 'string' && comparableHostname(named) !== hostname)
    return { ok: false, detail: 'the result is about another hostname than was asked for' }
  if (typeof enabled !== 'boolean' && enabled !== null)
    return { ok: false, detail: 'enabled is neither true nor false nor null' }
  // A void association presents nothing, so nobody needs its certificate's id.
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

/** Without `cert_status` the association's own status would be taken for the certificate's. */
function embeddedCertificate(result: Readonly<Record<string, unknown>>): CertificateAnswer | undefined {
  if (typeof result['cert_status'] !== 'string') return undefined
  const { id: _, ...fields } = result
  const reading = readAnyCertificate(fields)
  return reading.ok ? reading.value : undefined
}
