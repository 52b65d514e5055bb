import type { UnixSeconds } from '../certificate/model.ts'
import { type Aspect, aspects, type DisplayedZone } from './aspects.ts'
import { cachedFamilies, type WrittenLabels } from './cached-families.ts'
import { certificateFamilies } from './certificate-families.ts'
import { changedAspects } from './changes.ts'
import { deflatePart, type Part } from './part.ts'

/** The settled lines about a run of zones. */
export interface CachedZoneGroup {
  readonly zones: readonly DisplayedZone[]
  /** In the order of `settledFamilies`. */
  readonly parts: readonly Part[]
  /** From when until when (that moment not included) they are true. */
  readonly from: UnixSeconds
  readonly until: UnixSeconds
}

/** Writes what has changed since `before`, a family at a time: the event loop is let go after each. */
export async function writeZoneGroup(
  zones: readonly DisplayedZone[],
  now: UnixSeconds,
  labels: WrittenLabels,
  before: CachedZoneGroup | undefined,
): Promise<CachedZoneGroup> {
  const changed = changes(zones, now, before)
  if (before && changed.size === 0) return { ...before, zones }
  const parts: Part[] = []
  for (const [i, { reads, write }] of cachedFamilies.entries()) {
    const isSame = !reads.some((aspect) => changed.has(aspect))
    const kept = isSame ? before?.parts[i] : undefined
    parts.push(kept ?? (await deflatePart(zones.map((zone) => write(zone, now, labels)).join(''))))
  }
  return { zones, parts, ...trueAround(now, zones) }
}

function changes(
  zones: readonly DisplayedZone[],
  now: UnixSeconds,
  before: CachedZoneGroup | undefined,
): ReadonlySet<Aspect> {
  if (!before) return new Set(aspects)
  const changed = new Set(changedAspects(before.zones, zones))
  if (!holdsAt(before, now)) changed.add('time')
  return changed
}

export function holdsAt({ from, until }: Pick<CachedZoneGroup, 'from' | 'until'>, now: UnixSeconds): boolean {
  return from <= now && now < until
}

const turnings = certificateFamilies.flatMap(({ turnsAt }) => turnsAt ?? [])

/** The nearest moments before and after at which something turns. */
function trueAround(now: UnixSeconds, zones: readonly DisplayedZone[]): Pick<CachedZoneGroup, 'from' | 'until'> {
  let from = Number.NEGATIVE_INFINITY
  let until = Number.POSITIVE_INFINITY
  for (const moment of turningPoints(zones))
    if (moment <= now) from = Math.max(from, moment)
    else until = Math.min(until, moment)
  return { from, until }
}

function turningPoints(zones: readonly DisplayedZone[]): readonly UnixSeconds[] {
  const certificates = zones.flatMap((zone) => [...zone.certificates.values()])
  return turnings.flatMap((turnsAt) => certificates.flatMap((certificate) => turnsAt(certificate) ?? []))
}
