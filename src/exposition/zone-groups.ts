import { crc32 } from 'node:zlib'
import type { DisplayedPlace } from './aspects.ts'

/** About so many certificates, hostnames and places are written and deflated together. */
const runSize = 128

/**
 * Cuts places into groups that are written and deflated one by one. The place's id alone decides where a group begins, so a place that
 * comes or goes changes only its own group.
 */
export function groupZones(places: readonly DisplayedPlace[]): readonly (readonly DisplayedPlace[])[] {
  const things = places.reduce((sum, place) => {
    const hostnames = place.scope === 'zone' ? place.hostnames.size : 0
    return sum + place.certificates.size + hostnames + 1
  }, 0)
  // A power of two stays the same for a long time while the fleet grows and shrinks.
  const zonesPerGroup = 2 ** Math.max(0, Math.round(Math.log2((runSize * places.length) / Math.max(1, things))))
  const groups: DisplayedPlace[][] = []
  for (const place of places) {
    const last = groups.at(-1)
    if (!last || crc32(place.scopeId) % zonesPerGroup === 0) groups.push([place])
    else last.push(place)
  }
  return groups
}
