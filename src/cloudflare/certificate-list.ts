import { type CertificateAnswer, type Reading, readAnyCertificate } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

/** What a zone's store holds. */
export interface CertificateList {
  /** By id. An entry that cannot be read is left out: it may still be asked for by its id. */
  readonly certificates: ReadonlyMap<string, CertificateAnswer>
  /** Whether every certificate that Cloudflare counts is here, and could be read. */
  readonly complete: boolean
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
  const complete = readings.every(({ ok }) => ok) && (typeof total !== 'number' || items.length >= total)
  return { ok: true, value: { certificates, complete } }
}
