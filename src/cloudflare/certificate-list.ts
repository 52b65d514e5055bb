import { type AnswerForm, originPullsForm } from '../kinds/answer-form.ts'
import { type CertificateAnswer, type Reading, readAnyCertificate } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

/** The content of a zone's store. */
export interface CertificateList {
  /** By id. Unreadable entries are left out and may still be asked for by their ids. */
  readonly certificates: ReadonlyMap<string, CertificateAnswer>
  /** The number of entries that could not be read. */
  readonly unreadable: number
  /** What is wrong with the first of them. Undefined if there is none. */
  readonly firstUnreadable: string | undefined
  /** The number of certificates that Cloudflare counts and that are not in the list, or stand in it twice. */
  readonly missing: number
}

/** Far more than the ten certificates and their tombstones that a store can hold. */
const longestList = 1_000

/** Reads a list of certificates. An empty store is `[]` or `null`. */
export function readCertificateList(
  { result, resultInfo }: Payload,
  form: AnswerForm = originPullsForm,
): Reading<CertificateList> {
  const items: unknown = result ?? []
  if (!Array.isArray(items)) return { ok: false, detail: 'the result is not a list' }
  if (items.length > longestList) return { ok: false, detail: `the list has ${items.length} entries` }
  const readings = items.map((item: unknown) => readAnyCertificate(item, form))
  const certificates = new Map<string, CertificateAnswer>()
  for (const reading of readings) {
    if (!reading.ok) continue
    const { id, status } = reading.value
    // A store cannot hold a certificate twice, and a tombstone must not hide the other entry.
    if (status !== 'deleted' || !certificates.has(id)) certificates.set(id, reading.value)
  }
  const details = readings.flatMap((reading) => (reading.ok ? [] : reading.detail))
  if (!isCount(resultInfo, 'total_count')) details.push('total_count is no count')
  const readable = readings.filter(({ ok }) => ok).length
  const missing = readable - certificates.size + missingFrom(resultInfo, items.length)
  return { ok: true, value: { certificates, unreadable: details.length, firstUnreadable: details[0], missing } }
}

/** The count, if it is a whole number. Null is no count. */
function isCount(info: unknown, name: string): boolean {
  const count = isObject(info) ? info[name] : undefined
  return count === undefined || count === null || (typeof count === 'number' && Number.isInteger(count) && count >= 0)
}

/** Cloudflare documents no page parameter for this list, so what is announced on a second page counts as missing. */
function missingFrom(info: unknown, items: number): number {
  if (!isObject(info)) return 0
  const { total_count: total, total_pages: pages } = info
  const uncounted = typeof total === 'number' ? Math.max(0, total - items) : 0
  return Math.max(uncounted, Number(typeof pages === 'number' && pages > 1))
}
