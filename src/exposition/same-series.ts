import type { DisplayedZone } from './aspects.ts'

/** Whether two lists of zones have the same things with the same labels, so that only values differ. */
export function haveSameSeries(before: readonly DisplayedZone[], after: readonly DisplayedZone[]): boolean {
  if (before.length !== after.length) return false
  return after.every((zone, i) => {
    const previous = before[i]
    return previous !== undefined && (previous === zone || hasSameSeries(previous, zone))
  })
}

function hasSameSeries(before: DisplayedZone, after: DisplayedZone): boolean {
  if (before.zoneId !== after.zoneId || before.zone !== after.zone) return false
  return (
    haveSameEntries(before.certificates, after.certificates) &&
    haveSameEntries(before.hostnames, after.hostnames) &&
    haveSameEntries(before.stores, after.stores)
  )
}

interface Thing {
  readonly entry: unknown
}

/** An entry carries the labels. */
function haveSameEntries(before: ReadonlyMap<string, Thing>, after: ReadonlyMap<string, Thing>): boolean {
  if (before === after) return true
  if (before.size !== after.size) return false
  for (const [key, { entry }] of after) if (before.get(key)?.entry !== entry) return false
  return true
}
