import type { CloudflareClient } from '../cloudflare/client.ts'
import { type ListedZone, largestZonePage } from '../cloudflare/zone-page.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { DiscoveredZone } from '../inventory/snapshot.ts'

export type ZoneSource = Pick<CloudflareClient, 'zones'>

/** Fifty thousand zones. */
const mostPages = 1_000
/** A listing that took longer than so many pages is not read twice. */
const fewPages = 40

/**
 * Reads all zones that a credential can see, page by page until their count proves that none is missing. A listing that changes
 * under the reader's hands is read once more.
 * @throws the signal's reason, once that is aborted
 */
export async function discoverZones(
  source: ZoneSource,
  credentials: string,
  signal: AbortSignal,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  const first = await readPages(source, credentials, signal)
  const isShifted = !first.ok && first.suspicion === 'shifted'
  const wasShort = !first.ok && (first.partial?.length ?? 0) <= fewPages * largestZonePage
  return isShifted && wasShort ? readPages(source, credentials, signal) : first
}

async function readPages(
  source: ZoneSource,
  credentials: string,
  signal: AbortSignal,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  const zones = new Map<string, ListedZone>()
  const counted = { read: 0, unreadable: 0, total: 0, isShifted: false }
  for (let page = 1; page <= mostPages; page++) {
    const answer = await source.zones(page, credentials, signal)
    if (!answer.ok) return answer
    const { zones: onPage, unreadable, total } = answer.value
    const isNews = onPage.some(({ zoneId }) => !zones.has(zoneId))
    // A page that was read already says that the listing moves under the reader's hands, or that nobody turns its pages.
    counted.isShifted ||= page > 1 && (total !== counted.total || (onPage.length > 0 && !isNews))
    counted.total = total
    counted.read += onPage.length + unreadable
    counted.unreadable += unreadable
    for (const zone of onPage) zones.set(zone.zoneId, zone)
    if (counted.isShifted || counted.read >= total || onPage.length + unreadable === 0) break
  }
  const inOrder = [...zones.values()].toSorted((a, b) => (a.zoneId < b.zoneId ? -1 : 1))
  return judged(inOrder, counted)
}

interface Counted {
  readonly read: number
  readonly unreadable: number
  readonly total: number
  readonly isShifted: boolean
}

/** A credential that sees no zone at all is not made for this: nobody would hear that nothing is watched. */
function judged(
  zones: readonly ListedZone[],
  { read, unreadable, total, isShifted }: Counted,
): ReadOutcome<readonly DiscoveredZone[]> {
  if (isShifted) return notBelieved('shifted', '', zones)
  if (unreadable > 0) return notBelieved('unreadable', `: ${unreadable}`, zones)
  if (read < total) return notBelieved('incomplete', `: ${read} of ${total}`, zones)
  if (zones.length !== total) return notBelieved('shifted', '', zones)
  return total === 0 ? notBelieved('empty', '', zones) : { ok: true, value: zones }
}
