import type { StoredAssociation } from '../store/association-book.ts'
import type { CertificateRecord } from '../store/model.ts'
import type { JsonObject } from './answer.ts'

/**
 * The answer of `GET …/hostnames/{hostname}`, with its fields in the order of the recording. It has two statuses, and the fields of the
 * certificate have names of their own.
 * @param certificate undefined if the certificate has vanished; its fields are then absent
 */
export function associationRecord(
  { hostname, certificateId, enabled, status = 'active', createdAt, updatedAt }: StoredAssociation,
  certificate: CertificateRecord | undefined,
): JsonObject {
  return {
    hostname,
    cert_id: certificateId,
    enabled,
    status,
    cert_status: certificate?.status,
    created_at: createdAt,
    updated_at: updatedAt,
    cert_uploaded_on: certificate?.uploaded_on,
    cert_updated_at: certificate?.uploaded_on,
    expires_on: certificate?.expires_on,
    issuer: certificate?.issuer,
    serial_number: certificate?.serial_number,
    signature: certificate?.signature,
    certificate: certificate?.certificate,
  }
}
