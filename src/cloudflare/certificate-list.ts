import { type CertificateAnswer, type Reading, readAnyCertificate } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

/** What a zone's store holds. */
export interface CertificateList {
  /** By id. An entry that cannot be read is left out: it may still be asked for by its id. */
  readonly certificates: ReadonlyMap<string, CertificateAnswer>
  /** How many entries could not be read. */
  readonly unreadable: number
  /** How many certificates Cloudflare counts that are on no page that it gives. */
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
  const certificates = new Map(readings.flatMap((reading) => (reading.ok ? [[reading.value.id, reading.value]] : [])))
  const total = isObject(resultInfo) ? resultInfo['total_count'] : undefined
  const unreadable = readings.filter(({ ok }) => !ok).length
  const missing = typeof total === 'number' ? Math.max(0, total - items.length) : 0
  return { ok: true, value: { certificates, unreadable, missing } }
}
