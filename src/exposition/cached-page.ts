import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedZone } from './aspects.ts'
import { cachedFamilies, type WrittenLabels } from './cached-families.ts'
import { type CachedZoneGroup, holdsAt, writeZoneGroup } from './cached-zone-group.ts'
import { deflatePart, emptyPart, joinParts, type Part } from './part.ts'
import { groupZones } from './zone-groups.ts'

/** All settled families about all zones of one snapshot, at one moment. Never changed, only replaced. */
export interface CachedPage {
  /** By the id of the first zone of each, in the order in which they are written. */
  readonly runs: ReadonlyMap<string, CachedZoneGroup>
  /** In the order of `settledFamilies`. */
  readonly families: readonly JoinedFamily[]
  readonly labels: WrittenLabels
}

interface JoinedFamily {
  /** One a run. */
  readonly parts: readonly Part[]
  /** The header and all of them; empty where none has a line. */
  readonly whole: Part
}

/** Writes what has changed since `before`, and keeps the rest. */
export async function writeCachedPage(
  zones: readonly DisplayedZone[],
  now: UnixSeconds,
  before: CachedPage | undefined,
): Promise<CachedPage> {
  if (before && isStillTrue(before, zones, now)) return before
  const labels: WrittenLabels = before?.labels ?? new WeakMap()
  const runs = new Map<string, CachedZoneGroup>()
  for (const run of groupZones(zones)) {
    const key = run[0]?.zoneId ?? ''
    runs.set(key, await writeZoneGroup(run, now, labels, before?.runs.get(key)))
  }
  const all = [...runs.values()]
  const families: JoinedFamily[] = []
  for (const [i, { header }] of cachedFamilies.entries()) {
    const parts = all.map((run) => run.parts[i] ?? emptyPart)
    families.push(await join(header, parts, before?.families[i]))
  }
  return { runs, families, labels }
}

function isStillTrue({ runs }: CachedPage, zones: readonly DisplayedZone[], now: UnixSeconds): boolean {
  const all = [...runs.values()]
  const shown = all.flatMap((run) => run.zones)
  return isSameList(shown, zones) && all.every((run) => holdsAt(run, now))
}

async function join(header: string, parts: readonly Part[], before: JoinedFamily | undefined): Promise<JoinedFamily> {
  if (before && isSameList(parts, before.parts)) return before
  const isEmpty = parts.every(({ length }) => length === 0)
  return { parts, whole: isEmpty ? emptyPart : joinParts([await deflatePart(header), ...parts]) }
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
