import type { CertificateTruth, Version } from '../cloudflare/truth.ts'
import type { World } from '../world/world.ts'

/** With so many others left in its store, a list that has some of them is hardly ever empty. */
const others = 5
/** What troubles the daemon after a trouble has ended. */
const recovery = 5400

/**
 * Whether the daemon must have found out that a certificate is gone, although lists lack some of what is there: it asks about each by itself.
 * @param wellSince of the daemon
 */
export function mustBeGone(world: World, truth: CertificateTruth, version: Version, wellSince = Infinity): boolean {
  const { weather, time, estate, interval } = world
  const { key, zoneId } = truth
  const zone = estate.zones.get(zoneId)
  if (version.exists || !zone || !key.startsWith('hostname/') || estate.of(zone, 'hostname').length < others)
    return false
  const since = Math.max(version.from, wellSince)
  const troubles = weather.since(zoneId, since - recovery)
  return time.now - since > 2 * interval + 1200 && troubles.every((name) => name === 'partial_list')
}

/** Whether the daemon may keep what it knows of a zone that is gone: it does not believe an empty list of zones. */
export function mayKeepZone({ discovers, estate, cloudflare, epoch, time, interval }: World, zoneId: string): boolean {
  const { ofZonesAt } = cloudflare.emptyListings
  if (!discovers || estate.zones.has(zoneId) || ofZonesAt === undefined) return false
  return epoch + time.now - ofZonesAt < 2 * interval + 1200
}
