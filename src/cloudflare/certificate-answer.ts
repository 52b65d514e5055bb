import type { AnswerField } from '../kinds/answer-fields.ts'
import { isObject } from './envelope.ts'
import { parseApiTime } from './time.ts'

/** A certificate as the API describes it. Fields that the API leaves out or gives as null or empty are undefined. */
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
  /** Decimal, up to 49 digits. It must never be read as a number. */
  readonly serialNumber: string | undefined
  readonly signature: string | undefined
  /** The fields that came in an unreadable form, which are undefined for that. Absent if there are none. */
  readonly unreadable?: readonly AnswerField[]
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string }

/**
 * The longest text that is accepted. A name may have a hundred attributes of the 128 characters that RFC 5280 allows, and all of it
 * is kept, logged and written to the state.
 */
export const longestText = 16_384

/**
 * Reads one certificate out of an envelope's `result`. The list of a zone's hostname certificates has been documented in the
 * shape of associations (`cert_id`, `cert_status`, `cert_uploaded_on`), so both sets of names are read. `private_key` never is.
 * A field that cannot be read costs that field alone. An id that is missing or cannot be read is taken for the one that was asked for.
 */
export function readCertificate(result: unknown, expectedId: string): Reading<CertificateAnswer> {
  const expected = expectedId.toLowerCase()
  const reading = certificateOf(result, expected)
  if (reading.ok && reading.value.id !== expected)
    return { ok: false, detail: 'the result has another id than was asked for' }
  return reading
}

/** As `readCertificate`, for a certificate whose id is not known before. */
export function readAnyCertificate(result: unknown): Reading<CertificateAnswer> {
  return certificateOf(result, undefined)
}

function certificateOf(result: unknown, expectedId: string | undefined): Reading<CertificateAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const fields = new FieldReader(result)
  const id = fields.id() ?? expectedId
  if (id === undefined) return { ok: false, detail: 'the result has no id that can be one' }
  const answer: CertificateAnswer = {
    id,
    // The parser limits the length of a PEM.
    pem: fields.text('certificate', ['certificate'], Number.POSITIVE_INFINITY),
    // Beside `cert_status`, `status` is the association's own.
    status: fields.text('status', [isNothing(result['cert_status']) ? 'status' : 'cert_status']),
    expiresOn: fields.instant('expires_on', ['expires_on']),
    uploadedOn: fields.instant('uploaded_on', ['uploaded_on', 'cert_uploaded_on']),
    issuer: fields.text('issuer', ['issuer']),
    serialNumber: fields.text('serial_number', ['serial_number']),
    signature: fields.text('signature', ['signature']),
  }
  // If such an answer counted as a success, the certificate would never expire.
  if (answer.pem === undefined && answer.expiresOn === undefined && answer.status !== 'deleted')
    return {
      ok: false,
      detail: `the result with the id ${id} has neither a certificate nor expires_on${fields.remark}`,
    }
  const { unreadable } = fields
  return { ok: true, value: unreadable.length > 0 ? { ...answer, unreadable } : answer }
}

/** An id in lower case: a UUID, or 32 hexadecimal digits in the older form. It becomes part of keys, addresses and the state. */
export function readCertificateId(id: unknown): string | undefined {
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id.toLowerCase() : undefined
}

/** Reads the fields of a result one by one, and notes those that are present and unreadable. */
class FieldReader {
  readonly #result: Readonly<Record<string, unknown>>
  readonly #unreadable = new Set<AnswerField>()

  constructor(result: Readonly<Record<string, unknown>>) {
    this.#result = result
  }

  get unreadable(): readonly AnswerField[] {
    return [...this.#unreadable]
  }

  /** The unreadable fields in words for people. */
  get remark(): string {
    return this.#unreadable.size > 0 ? ` that can be read: ${this.unreadable.join(', ')} came in another form` : ''
  }

  id(): string | undefined {
    return this.#first('id', ['id', 'cert_id'], readCertificateId)
  }

  text(field: AnswerField, names: readonly string[], longest = longestText): string | undefined {
    return this.#first(field, names, (value) =>
      typeof value === 'string' && value.length <= longest ? value : undefined,
    )
  }

  /** Go's zero time means that no date is set. It is not unreadable. */
  instant(field: AnswerField, names: readonly string[]): number | undefined {
    const seconds = this.#first(field, names, (value) => {
      const read = typeof value === 'string' ? (parseApiTime(value) ?? Number.NEGATIVE_INFINITY) : Number.NaN
      return Number.isNaN(read) ? undefined : read
    })
    return seconds === Number.NEGATIVE_INFINITY ? undefined : seconds
  }

  /** Reads the first of several names that has a readable value. An unreadable one before it is noted all the same. */
  #first<T>(field: AnswerField, names: readonly string[], read: (value: unknown) => T | undefined): T | undefined {
    for (const given of names.map((name) => this.#result[name]).filter((value) => !isNothing(value))) {
      const value = read(given)
      if (value !== undefined) return value
      this.#unreadable.add(field)
    }
    return undefined
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
