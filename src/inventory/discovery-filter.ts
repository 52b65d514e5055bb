import type { DiscoveryEntry } from '../certificate/watch-list.ts'
import type { DiscoveredZone } from './snapshot.ts'

/** Whether a discovery wants this zone, by its name or its id. */
export function passesFilter({ zone, zoneId }: DiscoveredZone, { include, exclude }: DiscoveryEntry): boolean {
  const matches = (pattern: string) => matchesGlob(pattern, zone) || matchesGlob(pattern, zoneId)
  return (include === undefined || include.some(matches)) && !exclude.some(matches)
}

/**
 * Compares a text with a pattern in which `*` stands for any characters. Case does not matter. It reads the text once, because a
 * regular expression could go back and forth for hours.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const rest = text.toLowerCase()
  const [first = '', ...others] = pattern.toLowerCase().split('*')
  const last = others.pop()
  if (last === undefined) return rest === first
  if (!rest.startsWith(first)) return false
  let at = first.length
  for (const part of others) {
    const found = rest.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return rest.length - last.length >= at && rest.endsWith(last)
}
