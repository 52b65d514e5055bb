import { isObject } from './envelope.ts'
import { parseApiTime } from './time.ts'

/** A certificate as the API describes it. Fields that the API leaves out, or gives as null or empty, are undefined. */
export interface CertificateAnswer {
  /** In lower case. */
  readonly id: string
  readonly pem: string | undefined
  readonly status: string | undefined
  /** Unix seconds. */
  readonly expiresOn: number | undefined
  /** Unix seconds, with a fraction. */
  readonly uploadedOn: number | undefined
  readonly issuer: string | undefined
  /** Decimal, up to 49 digits: never to be read as a number. */
  readonly serialNumber: string | undefined
  readonly signature: string | undefined
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string }

/** A name may have a hundred attributes of the 128 characters that RFC 5280 allows; all of this is kept, logged and written to the state. */
export const longestText = 16_384

/** Thrown and caught in this file only: a result of another shape, told by its first wrong field. */
class ShapeError extends Error {}

/**
 * Reads one certificate out of an envelope's `result`. The list of a zone's hostname certificates has been documented in the
 * shape of associations (`cert_id`, `cert_status`, `cert_uploaded_on`), so both sets of names are read. `private_key` never is.
 */
export function readCertificate(result: unknown, expectedId: string): Reading<CertificateAnswer> {
  const reading = readAnyCertificate(result)
  if (reading.ok && reading.value.id !== expectedId.toLowerCase())
    return { ok: false, detail: 'the result has another id than was asked for' }
  return reading
}

/** As `readCertificate`, whichever certificate it is. */
export function readAnyCertificate(result: unknown): Reading<CertificateAnswer> {
  try {
    return { ok: true, value: certificateOf(result) }
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, detail: error.message }
    throw error
  }
}

function certificateOf(result: unknown): CertificateAnswer {
  if (!isObject(result)) throw new ShapeError('the result is not an object')
  const id = readCertificateId(text(result, 'id') ?? text(result, 'cert_id'))
  if (id === undefined) throw new ShapeError('the result has no id that can be one')
  const answer: CertificateAnswer = {
    id,
    // How long a PEM may be is judged where it is parsed.
    pem: text(result, 'certificate', Number.POSITIVE_INFINITY),
    status: text(result, 'cert_status') ?? text(result, 'status'),
    expiresOn: instant(result, 'expires_on'),
    uploadedOn: instant(result, 'uploaded_on') ?? instant(result, 'cert_uploaded_on'),
    issuer: text(result, 'issuer'),
    serialNumber: text(result, 'serial_number'),
    signature: text(result, 'signature'),
  }
  // Taken for a success, such an answer would be a certificate that never expires.
  if (answer.pem === undefined && answer.expiresOn === undefined && answer.status !== 'deleted')
    throw new ShapeError('the result has neither a certificate nor expires_on')
  return answer
}

/** An id in lower case: a UUID, or 32 hexadecimal digits in the older form. It becomes part of keys, addresses and the state. */
export function readCertificateId(id: unknown): string | undefined {
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id.toLowerCase() : undefined
}

function text(result: Readonly<Record<string, unknown>>, field: string, longest = longestText): string | undefined {
  const value = result[field]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw new ShapeError(`${field} is not a string`)
  if (value.length > longest) throw new ShapeError(`${field} is longer than ${longest} characters`)
  return value
}

function instant(result: Readonly<Record<string, unknown>>, field: string): number | undefined {
  const value = text(result, field)
  if (value === undefined) return undefined
  const seconds = parseApiTime(value)
  if (Number.isNaN(seconds)) throw new ShapeError(`${field} is not a date`)
  return seconds
}
