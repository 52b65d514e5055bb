import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ListedZone } from '../cloudflare/zone-page.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing.ts'
import type { DiscoveredZone } from '../inventory/snapshot.ts'

export type ZoneSource = Pick<CloudflareClient, 'zones'>

/** Half a million zones. */
const mostPages = 10_000

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
  return isShifted ? readPages(source, credentials, signal) : first
}

async function readPages(
  source: ZoneSource,
  credentials: string,
  signal: AbortSignal,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  const zones = new Map<string, ListedZone>()
  let read = 0
  let total: number | undefined
  for (let page = 1; page <= mostPages; page++) {
    const answer = await source.zones(page, credentials, signal)
    if (!answer.ok) return answer
    if (answer.value.unreadable > 0) return notBelieved('unreadable', `: ${answer.value.unreadable}`)
    if (total !== undefined && total !== answer.value.total) return notBelieved('shifted')
    total = answer.value.total
    read += answer.value.zones.length
    for (const zone of answer.value.zones) zones.set(zone.zoneId, zone)
    if (read >= total || answer.value.zones.length === 0) break
  }
  return believed([...zones.values()], read, total ?? 0)
}

/** A credential that sees no zone at all is not made for this: nobody would hear that nothing is watched. */
function believed(zones: readonly ListedZone[], read: number, total: number): ReadOutcome<readonly DiscoveredZone[]> {
  if (read < total) return notBelieved('incomplete', `: ${read} of ${total}`)
  if (zones.length !== total) return notBelieved('shifted')
  if (total === 0) return notBelieved('empty')
  return { ok: true, value: zones.toSorted((a, b) => (a.zoneId < b.zoneId ? -1 : 1)) }
}
