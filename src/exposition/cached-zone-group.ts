import type { UnixSeconds } from '../certificate/model.ts'
import type { WatchedHostname } from '../inventory/snapshot.ts'
import { type Aspect, aspects, type DisplayedPlace } from './aspects.ts'
import { type CachedFamily, successorsIn, type WrittenLabels } from './cached-families.ts'
import { certificateFamilies } from './certificate-families.ts'
import { changedAspects } from './changes.ts'
import { deflatePart, type Part } from './deflated-part.ts'
import { hostnameFamilies } from './zone-families.ts'

/** The metric text about a few neighbouring places, deflated. It is kept until something in it changes. */
export interface CachedZoneGroup {
  readonly places: readonly DisplayedPlace[]
  /** One for each written family, in their order. */
  readonly parts: readonly Part[]
  /** From this moment on the text is right, as long as the places stay the same. */
  readonly from: UnixSeconds
  /** At this moment the text is no longer right. */
  readonly until: UnixSeconds
}

/**
 * Writes what has changed since `before`. The event loop gets a turn after each family.
 * @param before what was written earlier, of the same families
 */
export async function writeZoneGroup(
  places: readonly DisplayedPlace[],
  now: UnixSeconds,
  { families, labels }: { readonly families: readonly CachedFamily[]; readonly labels: WrittenLabels },
  before: CachedZoneGroup | undefined,
): Promise<CachedZoneGroup> {
  const changed = changes(places, now, before)
  if (before && changed.size === 0) return { ...before, places }
  const parts: Part[] = []
  for (const [i, { reads, write }] of families.entries()) {
    const isSame = !reads.some((aspect) => changed.has(aspect))
    const kept = isSame ? before?.parts[i] : undefined
    parts.push(kept ?? (await deflatePart(places.map((place) => write(place, now, labels)).join(''))))
  }
  return { places, parts, ...validAround(now, places) }
}

function changes(
  places: readonly DisplayedPlace[],
  now: UnixSeconds,
  before: CachedZoneGroup | undefined,
): ReadonlySet<Aspect> {
  if (!before) return new Set(aspects)
  const changed = new Set(changedAspects(before.places, places))
  if (!isValidAt(before, now)) changed.add('time')
  return changed
}

export function isValidAt({ from, until }: Pick<CachedZoneGroup, 'from' | 'until'>, now: UnixSeconds): boolean {
  return from <= now && now < until
}

const ofCertificates = certificateFamilies.flatMap(({ changesAt }) => changesAt ?? [])
const ofHostnames = hostnameFamilies.flatMap(({ changesAt }) => changesAt ?? [])

/** The time around `now` in which no line changes by time alone: it lies between two of the moments of change. */
function validAround(now: UnixSeconds, places: readonly DisplayedPlace[]): Pick<CachedZoneGroup, 'from' | 'until'> {
  let from = Number.NEGATIVE_INFINITY
  let until = Number.POSITIVE_INFINITY
  for (const moment of changeMoments(places))
    if (moment <= now) from = Math.max(from, moment)
    else until = Math.min(until, moment)
  return { from, until }
}

function changeMoments(places: readonly DisplayedPlace[]): readonly UnixSeconds[] {
  return places.flatMap((place) => {
    const successorOf = successorsIn(place)
    return [
      ...[...place.certificates.values()].flatMap((each) =>
        ofCertificates.flatMap((changesAt) => changesAt(each, successorOf)),
      ),
      ...hostnamesIn(place).flatMap((each) => ofHostnames.flatMap((changesAt) => changesAt(each))),
    ]
  })
}

function hostnamesIn(place: DisplayedPlace): readonly WatchedHostname[] {
  return place.scope === 'zone' ? [...place.hostnames.values()] : []
}
