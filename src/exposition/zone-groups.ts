import { crc32 } from 'node:zlib'
import type { DisplayedZone } from './aspects.ts'

/** About so many certificates, hostnames and zones are written and deflated together. */
const runSize = 128

/**
 * Cuts zones into groups that are written and deflated one by one. The zone's id alone decides where a group begins, so a zone that
 * comes or goes changes only its own group.
 */
export function groupZones(zones: readonly DisplayedZone[]): readonly (readonly DisplayedZone[])[] {
  const things = zones.reduce((sum, { certificates, hostnames }) => sum + certificates.size + hostnames.size + 1, 0)
  // A power of two stays the same for a long time while the fleet grows and shrinks.
  const zonesPerGroup = 2 ** Math.max(0, Math.round(Math.log2((runSize * zones.length) / Math.max(1, things))))
  const groups: DisplayedZone[][] = []
  for (const zone of zones) {
    const last = groups.at(-1)
    if (!last || crc32(zone.zoneId) % zonesPerGroup === 0) groups.push([zone])
    else last.push(zone)
  }
  return groups
}
