import type { CloudflareClient } from '../cloudflare/client.ts'
import { saysZoneAbsent } from '../inventory/absence.ts'
import { doubtOf, mostConfirmations } from '../inventory/doubt.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import { zoneAt, zonesOf } from '../inventory/places.ts'
import type { DiscoveredZone, Snapshot } from '../inventory/snapshot.ts'
import type { LogLine } from './check-log.ts'

/**
 * Judges a good-looking listing of zones. Watched zones that are missing from it are asked for by their ids, in the given order and
 * up to the limit of one reading. The zones in the listing are accepted in any case, because each has an id of its own.
 * @param watched the ids of the watched zones
 * @throws the signal's reason, once that is aborted
 */
export async function confirmLostZones(
  outcome: ReadOutcome<readonly DiscoveredZone[]>,
  watched: readonly string[],
  { source, credentials, signal }: ZoneConfirmation,
): Promise<ReadOutcome<readonly DiscoveredZone[]>> {
  if (!outcome.ok) return outcome
  const zones = outcome.value
  const doubt = doubtOf(new Set(zones.map(({ zoneId }) => zoneId)), watched)
  if (!doubt) return outcome
  const gone = new Set<string>()
  for (const zoneId of doubt.missing.slice(0, mostConfirmations)) {
    const answer = await source.zone(zoneId, credentials, signal)
    if (!answer.ok && saysZoneAbsent(answer.failure)) gone.add(zoneId)
  }
  const left = doubt.missing.length - gone.size
  if (left === 0) return outcome
  return { ...notBelieved('shrunk', `: ${left} of ${doubt.missing.length} missing`, zones), gone }
}

export interface ZoneConfirmation {
  readonly source: Pick<CloudflareClient, 'zone'>
  readonly credentials: string
  readonly signal: AbortSignal
}

/** The log lines about zones that are no longer watched because their credential no longer sees them. */
export function linesAboutLostZones(credentials: string, before: Snapshot, after: Snapshot): readonly LogLine[] {
  return zonesOf(before)
    .filter(({ scopeId }) => !zoneAt(after, scopeId))
    .map(({ scopeId: zoneId, name: zone }) => ({
      level: 'warn',
      fields: { event: 'zone_left', credentials, zone_id: zoneId, zone },
      message: `${zone}: ${credentials} sees it neither in the list of zones nor by its id, and it is not watched any more`,
    }))
}
