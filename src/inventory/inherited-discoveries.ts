import type { DiscoveredZone, Snapshot, WatchedDiscovery } from './snapshot.ts'

/**
 * Lets a renamed credential keep the zones that it saw under its old name. A discovery without a listing takes over the zones of
 * discoveries that no longer exist. Otherwise a new name with a wrong token would lose everything.
 * @param before the earlier discoveries, by the name of the credential
 */
export function withInheritedZones(
  discoveries: Snapshot['discoveries'],
  before: ReadonlyMap<string, Pick<WatchedDiscovery, 'listed'>>,
): Snapshot['discoveries'] {
  const left = [...before].filter(([name]) => !discoveries.has(name)).flatMap(([, { listed = [] }]) => listed)
  if (left.length === 0) return discoveries
  const inherited: readonly DiscoveredZone[] = [...new Map(left.map((zone) => [zone.zoneId, zone])).values()]
  const withZones = [...discoveries].map(([name, discovery]): [string, WatchedDiscovery] => [
    name,
    discovery.listed ? discovery : { ...discovery, listed: inherited },
  ])
  return new Map(withZones)
}
