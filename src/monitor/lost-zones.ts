import type { CloudflareClient } from '../cloudflare/client.ts'
import { saysZoneAbsent } from '../inventory/absence.ts'
import { doubtOf, mostConfirmations } from '../inventory/doubt.ts'
import { notBelieved, type ReadOutcome } from '../inventory/listing-outcome.ts'
import type { DiscoveredZone, Snapshot } from '../inventory/snapshot.ts'
import type { LogLine } from './check-log.ts'

/**
 * What a listing of zones that looks good is worth: what is watched and no longer stands in it is asked for by its id, in the given
 * order, as many as one reading may ask for. All that stands in it is new or known under its own id, so it is taken whatever it lacks.
 * @param watched the zones that would be lost
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

/** Zones that are not watched any more because their credential no longer sees them. */
export function linesAboutLostZones(credentials: string, before: Snapshot, after: Snapshot): readonly LogLine[] {
  return [...before.zones.values()]
    .filter(({ zoneId }) => !after.zones.has(zoneId))
    .map(({ zoneId, zone }) => ({
      level: 'warn',
      fields: { event: 'zone_left', credentials, zone_id: zoneId, zone },
      message: `${zone}: ${credentials} sees it neither in the list of zones nor by its id, and it is not watched any more`,
    }))
}
