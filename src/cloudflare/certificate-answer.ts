import type { AnswerField } from '../kinds/answer-fields.ts'
import { type AnswerForm, originPullsForm } from '../kinds/answer-form.ts'
import { isObject } from './envelope.ts'
import { FieldReader, isNothing } from './field-reader.ts'

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
  /** In the order of the answer. Absent where the kind has none, or they cannot be read. */
  readonly hosts?: readonly string[]
  /** Absent where the kind does not say it. */
  readonly inUse?: boolean
  /** Absent where the kind does not say it. */
  readonly isAuthority?: boolean
  /** What people call it. Absent where the kind has no names. */
  readonly name?: string
  /** The fields that came in an unreadable form, which are undefined for that. Absent if there are none. */
  readonly unreadable?: readonly AnswerField[]
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string }

/** No documentation limits it. */
const longestGivenName = 512

/**
 * Reads one certificate out of an envelope's `result`. The list of a zone's hostname certificates has been documented in the
 * shape of associations (`cert_id`, `cert_status`, `cert_uploaded_on`), so both sets of names are read. `private_key` never is.
 * A field that cannot be read costs that field alone. An id that is missing or cannot be read is taken for the one that was asked for.
 */
export function readCertificate(
  result: unknown,
  expectedId: string,
  form: AnswerForm = originPullsForm,
): Reading<CertificateAnswer> {
  const expected = expectedId.toLowerCase()
  const reading = certificateOf(result, expected, form)
  if (reading.ok && reading.value.id !== expected)
    return { ok: false, detail: 'the result has another id than was asked for' }
  return reading
}

/** As `readCertificate`, for a certificate whose id is not known before. */
export function readAnyCertificate(result: unknown, form: AnswerForm = originPullsForm): Reading<CertificateAnswer> {
  return certificateOf(result, undefined, form)
}

function certificateOf(result: unknown, expectedId: string | undefined, form: AnswerForm): Reading<CertificateAnswer> {
  if (!isObject(result)) return { ok: false, detail: 'the result is not an object' }
  const fields = new FieldReader(result)
  const id = fields.id() ?? expectedId
  if (id === undefined) return { ok: false, detail: 'the result has no id that can be one' }
  const answer: CertificateAnswer = {
    id,
    // The parser limits the length of a PEM.
    pem: fields.text('certificate', namesOf(form.pem), Number.POSITIVE_INFINITY),
    status: statusIn(fields, result, form),
    expiresOn: fields.instant('expires_on', ['expires_on']),
    uploadedOn: fields.instant('uploaded_on', ['uploaded_on', 'cert_uploaded_on']),
    issuer: fields.text('issuer', ['issuer']),
    serialNumber: fields.text('serial_number', ['serial_number']),
    signature: fields.text('signature', ['signature']),
  }
  // If such an answer counted as a success, the certificate would never expire.
  if (answer.pem === undefined && answer.expiresOn === undefined && !form.undated.includes(answer.status ?? ''))
    return {
      ok: false,
      detail: `the result with the id ${id} has neither a certificate nor expires_on${fields.remark}`,
    }
  const more = furtherFields(fields, form)
  const { unreadable } = fields
  return { ok: true, value: { ...answer, ...more, ...(unreadable.length > 0 && { unreadable }) } }
}

function statusIn(
  fields: FieldReader,
  result: Readonly<Record<string, unknown>>,
  { status, olderStatuses = {} }: AnswerForm,
): string | undefined {
  // Beside `cert_status`, `status` is the association's own.
  const isOfAssociation = status === 'status' && !isNothing(result['cert_status'])
  const word = fields.text('status', isOfAssociation ? ['cert_status'] : namesOf(status))
  return word !== undefined && Object.hasOwn(olderStatuses, word) ? olderStatuses[word] : word
}

/** What only some kinds have. */
function furtherFields(
  fields: FieldReader,
  { hosts, inUse, isAuthority, name }: AnswerForm,
): Pick<CertificateAnswer, 'hosts' | 'inUse' | 'isAuthority' | 'name'> {
  const found = {
    hosts: fields.texts('hosts', namesOf(hosts)),
    inUse: fields.flag('in_use', namesOf(inUse)),
    isAuthority: fields.flag('ca', namesOf(isAuthority)),
    name: name === undefined ? undefined : fields.text('name', [name], longestGivenName),
  }
  return {
    ...(found.hosts && { hosts: found.hosts }),
    ...(found.inUse !== undefined && { inUse: found.inUse }),
    ...(found.isAuthority !== undefined && { isAuthority: found.isAuthority }),
    ...(found.name !== undefined && { name: found.name }),
  }
}

function namesOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name]
}
