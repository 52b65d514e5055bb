import type { DiscoveryEntry } from '../certificate/watch-list.ts'
import type { DiscoveredZone } from './snapshot.ts'

/** Whether a discovery wants this zone, by its name or its id. */
export function passesFilter({ zone, zoneId }: DiscoveredZone, { include, exclude }: DiscoveryEntry): boolean {
  const matches = (pattern: string) => {
    const glob = globOf(pattern)
    return glob.test(zone) || glob.test(zoneId)
  }
  return (include === undefined || include.some(matches)) && !exclude.some(matches)
}

/** `*` stands for any characters; case does not matter. */
function globOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*')}$`, 'i')
}
