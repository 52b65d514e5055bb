import { cachedFamilies } from './cached-families.ts'
import { expiryDays } from './certificate-families.ts'
import { daemonMetricNames } from './daemon-families.ts'
import { discoveryMetricNames } from './discovery-families.ts'
import type { ExposedFamilies } from './exposed-families.ts'
import { familiesOfAlerts, familiesOfPanels } from './family-uses.ts'

/** A shipped alert that works differently without some families. */
export interface AffectedAlert {
  readonly alert: string
  readonly severity: string
  /** `never_fires`: it can no longer fire. `misses_cases`: it misses some cases. `fires_more`: it fires in more cases. */
  readonly effect: 'never_fires' | 'misses_cases' | 'fires_more'
  /** The families that it lacks. */
  readonly families: readonly string[]
}

/** Which shipped alerts lack families, and how this changes them. */
export function affectedAlerts({ isExposed }: Pick<ExposedFamilies, 'isExposed'>): readonly AffectedAlert[] {
  const lackedOf = (families: readonly string[]) => families.filter((name) => !isExposed(name))
  return familiesOfAlerts.flatMap(({ alert, severity, needs, parts, quietedBy }): readonly AffectedAlert[] => {
    const lackedParts = lackedOf(parts)
    const isWithoutAny = needs.length === 0 && lackedParts.length === parts.length
    const effects = {
      never_fires: isWithoutAny ? lackedParts : lackedOf(needs),
      misses_cases: lackedParts,
      fires_more: lackedOf(quietedBy),
    }
    for (const effect of ['never_fires', 'misses_cases', 'fires_more'] as const)
      if (effects[effect].length > 0) return [{ alert, severity, effect, families: effects[effect] }]
    return []
  })
}

/** The titles of the shipped dashboard's panels that lack a family. */
export function affectedPanels({ isExposed }: Pick<ExposedFamilies, 'isExposed'>): readonly string[] {
  return familiesOfPanels.flatMap(({ panel, families }) => (families.every((name) => isExposed(name)) ? [] : [panel]))
}

/** The names of all families that are not about what the daemon counts, or its process. */
export const familyNames: readonly string[] = [
  ...cachedFamilies().map(({ name }) => name),
  expiryDays.name,
  ...discoveryMetricNames,
  ...daemonMetricNames,
]
