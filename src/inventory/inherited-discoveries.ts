import type { DiscoveredZone, Snapshot, WatchedDiscovery } from './snapshot.ts'

/**
 * A credential that was renamed is to see what it saw before: until its own first good listing a discovery that never had one takes
 * over the zones of those that are no more. Else a new name with a wrong token would lose everything.
 * @param before by the name of the credential
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
