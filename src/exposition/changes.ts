import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedHostname } from '../inventory/snapshot.ts'
import { type Aspect, aspects, certificateAspects, type DisplayedPlace, hostnameAspects, storesIn } from './aspects.ts'

/** Compares two lists of places by the identity of objects, because what has not changed is the same object. */
export function changedAspects(
  before: readonly DisplayedPlace[],
  after: readonly DisplayedPlace[],
): ReadonlySet<Aspect> {
  if (before.length !== after.length) return new Set(aspects)
  return new Set(after.flatMap((place, i) => changesOf(before[i], place)))
}

function changesOf(before: DisplayedPlace | undefined, after: DisplayedPlace): readonly Aspect[] {
  if (before === after) return []
  if (before?.scope !== after.scope || before.scopeId !== after.scopeId || before.name !== after.name) return aspects
  return [
    ...changesOfThings(before.certificates, after.certificates, certificateAspects, changesOfCertificate),
    ...(storesIn(before) === storesIn(after) ? [] : (['stores'] as const)),
    ...changesOfZone(before, after),
  ]
}

function changesOfZone(before: DisplayedPlace, after: DisplayedPlace): readonly Aspect[] {
  if (before.scope !== 'zone' || after.scope !== 'zone') return []
  return [
    ...changesOfThings(before.hostnames, after.hostnames, hostnameAspects, changesOfHostname),
    ...(before.zoneSwitch === after.zoneSwitch ? [] : (['switch'] as const)),
  ]
}

interface Thing {
  readonly entry: unknown
}

/** @param all the aspects that change with an entry, whose labels stand on every line, and with the list of things */
function changesOfThings<T extends Thing>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  all: readonly Aspect[],
  changes: (before: T, after: T) => readonly Aspect[],
): Iterable<Aspect> {
  if (before === after) return []
  if (!haveSameKeys(before, after)) return all
  const changed = new Set<Aspect>()
  for (const [key, thing] of after) {
    const previous = before.get(key)
    if (previous === thing) continue
    if (!previous || previous.entry !== thing.entry) return all
    for (const aspect of changes(previous, thing)) changed.add(aspect)
  }
  return changed
}

function changesOfCertificate(before: DisplayedCertificate, after: DisplayedCertificate): readonly Aspect[] {
  return certificateAspects.filter((aspect) => before[aspect] !== after[aspect])
}

function changesOfHostname(before: WatchedHostname, after: WatchedHostname): readonly Aspect[] {
  const isSame = before.association === after.association && before.presents === after.presents
  return [
    ...(isSame ? [] : (['association'] as const)),
    ...(before.reading === after.reading ? [] : (['hostname_reading'] as const)),
  ]
}

/** The order counts too, because the lines are written in it. */
function haveSameKeys(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): boolean {
  if (before.size !== after.size) return false
  const keys = before.keys()
  for (const key of after.keys()) if (keys.next().value !== key) return false
  return true
}
