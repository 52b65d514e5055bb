import type { Reading } from './certificate-answer.ts'
import { isObject, type Payload } from './envelope.ts'

export interface ListedZone {
  /** 32 lower-case hexadecimal digits. */
  readonly zoneId: string
  readonly zone: string
}

/** One page of the zones that a credential can see. */
export interface ZonePage {
  readonly zones: readonly ListedZone[]
  /** How many entries could not be read. */
  readonly unreadable: number
  /** How many zones there are on all pages. */
  readonly total: number
}

/** The most that Cloudflare gives: https://developers.cloudflare.com/api/resources/zones/methods/list/ */
export const largestZonePage = 50

/** Of a name in the DNS (RFC 1035, 2.3.4), written with dots. */
const longestName = 253

/** Reads a page. No zones are `[]`, or `null`. */
export function readZonePage({ result, resultInfo }: Payload): Reading<ZonePage> {
  const items: unknown = result ?? []
  if (!Array.isArray(items)) return { ok: false, detail: 'the result is not a list' }
  if (items.length > largestZonePage) return { ok: false, detail: `the page has ${items.length} entries` }
  const total = isObject(resultInfo) ? resultInfo['total_count'] : undefined
  if (typeof total !== 'number') return { ok: false, detail: 'result_info has no total_count' }
  const zones = items.flatMap((item: unknown) => readZone(item) ?? [])
  return { ok: true, value: { zones, unreadable: items.length - zones.length, total } }
}

function readZone(item: unknown): ListedZone | undefined {
  if (!isObject(item)) return undefined
  const { id, name } = item
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/i.test(id)) return undefined
  if (typeof name !== 'string' || name === '' || name.length > longestName) return undefined
  return { zoneId: id.toLowerCase(), zone: name }
}
