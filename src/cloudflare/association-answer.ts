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
  /** In lower case. */
  readonly certificateId: string
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
  if (typeof named === 'string' && named.toLowerCase() !== hostname)
    return { ok: false, detail: 'the result is about another hostname than was asked for' }
  if (certificateId === undefined) return { ok: false, detail: 'the result has no cert_id that can be one' }
  if (typeof enabled !== 'boolean' && enabled !== null)
    return { ok: false, detail: 'enabled is neither true nor false nor null' }
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
