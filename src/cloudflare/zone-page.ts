import { type CertificateKind, kinds, kindsOfScope } from '../kinds/kinds.ts'
import type { Reading } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

export interface ListedZone {
  /** 32 lower-case hexadecimal digits. */
  readonly zoneId: string
  readonly zone: string
  /** The kinds of which the zone may have no certificate by its quota. Absent if there are none, and where no quota can be read. */
  readonly withoutQuota?: readonly CertificateKind[]
}

/** One page of the zones that a credential can see. */
export interface ZonePage {
  readonly zones: readonly ListedZone[]
  /** The number of entries that could not be read. */
  readonly unreadable: number
  /** The number of zones on all pages. Undefined if the answer does not give it, or gives a number that cannot be right. */
  readonly total: number | undefined
}

/** The largest page that Cloudflare gives: https://developers.cloudflare.com/api/resources/zones/methods/list/ */
export const largestZonePage = 50

/** The length of a DNS name written with dots (RFC 1035, 2.3.4). */
const longestName = 253

/** Reads a page. A page without zones is `[]` or `null`. */
export function readZonePage({ result, resultInfo }: Payload): Reading<ZonePage> {
  const items: unknown = result ?? []
  if (!Array.isArray(items)) return { ok: false, detail: 'the result is not a list' }
  if (items.length > largestZonePage) return { ok: false, detail: `the page has ${items.length} entries` }
  const zones = items.flatMap((item: unknown) => readZone(item) ?? [])
  return { ok: true, value: { zones, unreadable: items.length - zones.length, total: totalOf(resultInfo) } }
}

/** Reads the answer about one zone. */
export function readZoneAlone(result: unknown, zoneId: string): Reading<ListedZone> {
  const zone = readZone(result)
  if (!zone) return { ok: false, detail: 'the result is no zone' }
  return zone.zoneId === zoneId
    ? { ok: true, value: zone }
    : { ok: false, detail: `the zone is another one: ${zone.zoneId}` }
}

function totalOf(info: unknown): number | undefined {
  const total = isObject(info) ? info['total_count'] : undefined
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined
}

function readZone(item: unknown): ListedZone | undefined {
  if (!isObject(item)) return undefined
  const { id, name } = item
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/i.test(id)) return undefined
  if (typeof name !== 'string' || name === '' || name.length > longestName) return undefined
  const withoutQuota = kindsWithoutQuota(item['meta'])
  return { zoneId: id.toLowerCase(), zone: name, ...(withoutQuota.length > 0 && { withoutQuota }) }
}

function kindsWithoutQuota(meta: unknown): readonly CertificateKind[] {
  if (!isObject(meta)) return []
  return kindsOfScope.zone.filter((kind) => {
    const { quotaField } = kinds[kind]
    return quotaField !== undefined && meta[quotaField] === 0
  })
}
