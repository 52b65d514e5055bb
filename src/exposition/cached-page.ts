import type { UnixSeconds } from '../certificate/model.ts'
import { placeKeyOf } from '../inventory/places.ts'
import type { DisplayedPlace } from './aspects.ts'
import type { CachedFamily, WrittenLabels } from './cached-families.ts'
import { type CachedZoneGroup, isValidAt, writeZoneGroup } from './cached-zone-group.ts'
import { deflatePart, emptyPart, joinParts, type Part } from './deflated-part.ts'
import { type ExposedFamilies, everyFamily } from './exposed-families.ts'
import { groupZones } from './zone-groups.ts'

/** The text of all cached families about all places of one snapshot. It is never changed, only replaced. */
export interface CachedPage {
  /** By the key of each group's first place, in the order in which they are written. */
  readonly groups: ReadonlyMap<string, CachedZoneGroup>
  /** What was written, in this order. */
  readonly list: readonly CachedFamily[]
  /** One for each family of the list. */
  readonly families: readonly JoinedFamily[]
  readonly labels: WrittenLabels
}

interface JoinedFamily {
  /** One for each group. */
  readonly parts: readonly Part[]
  /** The header and all parts together. Empty if no part has a line. */
  readonly whole: Part
}

/** Writes what has changed since `earlier`, and takes the rest from there. If other families are wanted now, all is written. */
export async function writeCachedPage(
  places: readonly DisplayedPlace[],
  now: UnixSeconds,
  earlier: CachedPage | undefined,
  { cached: list }: Pick<ExposedFamilies, 'cached'> = everyFamily,
): Promise<CachedPage> {
  const before = earlier?.list === list ? earlier : undefined
  if (before && isStillRight(before, places, now)) return before
  const labels: WrittenLabels = earlier?.labels ?? new WeakMap()
  const groups = new Map<string, CachedZoneGroup>()
  for (const group of groupZones(places)) {
    const key = group[0] ? placeKeyOf(group[0]) : ''
    groups.set(key, await writeZoneGroup(group, now, { families: list, labels }, before?.groups.get(key)))
  }
  const all = [...groups.values()]
  const families: JoinedFamily[] = []
  for (const [i, { header }] of list.entries()) {
    const parts = all.map((group) => group.parts[i] ?? emptyPart)
    families.push(await join(header, parts, before?.families[i]))
  }
  return { groups, list, families, labels }
}

function isStillRight({ groups }: CachedPage, places: readonly DisplayedPlace[], now: UnixSeconds): boolean {
  const all = [...groups.values()]
  const shown = all.flatMap((group) => group.places)
  return isSameList(shown, places) && all.every((group) => isValidAt(group, now))
}

async function join(header: string, parts: readonly Part[], before: JoinedFamily | undefined): Promise<JoinedFamily> {
  if (before && isSameList(parts, before.parts)) return before
  const isEmpty = parts.every(({ length }) => length === 0)
  return { parts, whole: isEmpty ? emptyPart : joinParts([await deflatePart(header), ...parts]) }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
