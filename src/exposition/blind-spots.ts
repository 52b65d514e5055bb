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
  /** `blind`: it can no longer fire. `partly_blind`: it misses some cases. `louder`: it fires in more cases. */
  readonly effect: 'blind' | 'partly_blind' | 'louder'
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
      blind: isWithoutAny ? lackedParts : lackedOf(needs),
      partly_blind: lackedParts,
      louder: lackedOf(quietedBy),
    }
    for (const effect of ['blind', 'partly_blind', 'louder'] as const)
      if (effects[effect].length > 0) return [{ alert, severity, effect, families: effects[effect] }]
    return []
  })
}

/** The titles of the shipped dashboard's panels that lack a family. */
export function affectedPanels({ isExposed }: Pick<ExposedFamilies, 'isExposed'>): readonly string[] {
  return familiesOfPanels.flatMap(({ panel, families }) => (families.every((name) => isExposed(name)) ? [] : [panel]))
}

/** The names of all families that are not counted by prom-client. */
export const familyNames: readonly string[] = [
  ...cachedFamilies().map(({ name }) => name),
  expiryDays.name,
  ...discoveryMetricNames,
  ...daemonMetricNames,
]
