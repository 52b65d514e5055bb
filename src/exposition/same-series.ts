import { type DisplayedPlace, storesIn } from './aspects.ts'

/** Whether two lists of places have the same things with the same labels, so that only values differ. */
export function haveSameSeries(before: readonly DisplayedPlace[], after: readonly DisplayedPlace[]): boolean {
  if (before.length !== after.length) return false
  return after.every((place, i) => {
    const previous = before[i]
    return previous !== undefined && (previous === place || hasSameSeries(previous, place))
  })
}

function hasSameSeries(before: DisplayedPlace, after: DisplayedPlace): boolean {
  if (before.scope !== after.scope || before.scopeId !== after.scopeId || before.name !== after.name) return false
  return (
    haveSameEntries(before.certificates, after.certificates) &&
    haveSameEntries(hostnamesIn(before), hostnamesIn(after)) &&
    haveSameEntries(storesIn(before), storesIn(after))
  )
}

const noHostnames: ReadonlyMap<string, Thing> = new Map()

function hostnamesIn(place: DisplayedPlace): ReadonlyMap<string, Thing> {
  return place.scope === 'zone' ? place.hostnames : noHostnames
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
