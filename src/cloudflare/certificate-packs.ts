import type { Reading } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'
import { readCertificateId } from './field-reader.ts'
import { parseApiTime } from './time.ts'

/** A pack of certificates that Cloudflare issued itself, and that is active. */
export interface IssuedPack {
  /** In lower case. */
  readonly id: string
  readonly hosts: readonly string[]
  /** The earliest end of its certificates, Unix seconds. Undefined where none has a date. */
  readonly end: number | undefined
}

/** What was uploaded stands among the packs too, under other types. There it would cover itself. */
const issuedTypes: readonly unknown[] = ['universal', 'advanced', 'total_tls']

/** Reads the packs of a zone. What cannot be read is left out: it covers nothing. */
export function readIssuedPacks({ result }: Payload): Reading<readonly IssuedPack[]> {
  const items: unknown = result ?? []
  if (!Array.isArray(items)) return { ok: false, detail: 'the result is not a list' }
  return { ok: true, value: items.flatMap((item: unknown) => readPack(item) ?? []) }
}

function readPack(item: unknown): IssuedPack | undefined {
  if (!isObject(item) || item['status'] !== 'active' || !issuedTypes.includes(item['type'])) return undefined
  const id = readCertificateId(item['id'])
  const hosts = item['hosts']
  if (id === undefined || !Array.isArray(hosts)) return undefined
  return { id, hosts: hosts.filter((host) => typeof host === 'string'), end: earliestEnd(item['certificates']) }
}

function earliestEnd(certificates: unknown): number | undefined {
  const all: readonly unknown[] = Array.isArray(certificates) ? certificates : []
  const active = all.filter((each) => isObject(each) && each['status'] === 'active')
  const ends = (active.length > 0 ? active : all).map(endOf).filter((end) => end !== undefined)
  return ends.length > 0 ? Math.min(...ends) : undefined
}

function endOf(certificate: unknown): number | undefined {
  const text = isObject(certificate) ? certificate['expires_on'] : undefined
  const end = typeof text === 'string' ? parseApiTime(text) : undefined
  return end === undefined || Number.isNaN(end) ? undefined : end
}
