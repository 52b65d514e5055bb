import { type CertificateAnswer, type Reading, readAnyCertificate } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

/** What a zone's store holds. */
export interface CertificateList {
  /** By id. An entry that cannot be read is left out: it may still be asked for by its id. */
  readonly certificates: ReadonlyMap<string, CertificateAnswer>
  /** How many entries could not be read. */
  readonly unreadable: number
  /** How many certificates Cloudflare counts that are not in the list, or stand in it twice. */
  readonly missing: number
}

/** Far more than the ten certificates and their tombstones that a store can hold. */
const longestList = 1_000

/** Reads a list of certificates. An empty store is `[]`, or `null`. */
export function readCertificateList({ result, resultInfo }: Payload): Reading<CertificateList> {
  const items: unknown = result ?? []
  if (!Array.isArray(items)) return { ok: false, detail: 'the result is not a list' }
  if (items.length > longestList) return { ok: false, detail: `the list has ${items.length} entries` }
  const readings = items.map(readAnyCertificate)
  const certificates = new Map<string, CertificateAnswer>()
  for (const reading of readings) {
    if (!reading.ok) continue
    const { id, status } = reading.value
    // Twice the same is not what a store can hold; a tombstone must not hide the other one.
    if (status !== 'deleted' || !certificates.has(id)) certificates.set(id, reading.value)
  }
  const readable = readings.filter(({ ok }) => ok).length
  const unreadable = readings.length - readable + Number(!isCount(resultInfo, 'total_count'))
  const missing = readable - certificates.size + missingFrom(resultInfo, items.length)
  return { ok: true, value: { certificates, unreadable, missing } }
}

/** A count that is there is a whole number; null is none. */
function isCount(info: unknown, name: string): boolean {
  const count = isObject(info) ? info[name] : undefined
  return count === undefined || count === null || (typeof count === 'number' && Number.isInteger(count) && count >= 0)
}

/** No parameter for pages is documented: what is said to stand on a second one is missing. */
function missingFrom(info: unknown, items: number): number {
  if (!isObject(info)) return 0
  const { total_count: total, total_pages: pages } = info
  const uncounted = typeof total === 'number' ? Math.max(0, total - items) : 0
  return Math.max(uncounted, Number(typeof pages === 'number' && pages > 1))
}
