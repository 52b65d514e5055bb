import { matchesGlob } from '../inventory/discovery-filter.ts'
import { type CachedFamily, cachedFamilies } from './cached-families.ts'
import { expiryDays } from './certificate-families.ts'
import { familiesOfAlerts } from './family-uses.ts'

/** Which metric families the user wants. */
export interface FamilyChoice {
  /** `minimal`: only what critical alerts need. */
  readonly preset: 'full' | 'minimal'
  /** Names of families to leave out, with `*` for any characters. */
  readonly deny: readonly string[]
}

/** The families that are written. */
export interface ExposedFamilies {
  readonly isExposed: (name: string) => boolean
  /** Those about zones, in the order in which they are written. */
  readonly cached: readonly CachedFamily[]
  readonly hasCountdown: boolean
}

/** Without this family `CloudflareCertExporterDown` would fire for ever. */
export const alwaysExposed = 'cloudflare_cert_exporter_build_info'

/** Chooses the families to write. */
export function exposedFamilies({ preset, deny }: FamilyChoice): ExposedFamilies {
  const isWanted = preset === 'minimal' ? (name: string) => minimalFamilies.has(name) : () => true
  const isExposed = (name: string) =>
    name === alwaysExposed || (isWanted(name) && !deny.some((pattern) => matchesGlob(pattern, name)))
  return {
    isExposed,
    cached: cachedFamilies(preset === 'minimal' ? 'present' : 'all').filter(({ name }) => isExposed(name)),
    hasCountdown: isExposed(expiryDays.name),
  }
}

/** Every family that is exposed without a choice of the user. */
export const everyFamily = exposedFamilies({ preset: 'full', deny: [] })

/** The families that the shipped critical alerts use. */
export const minimalFamilies: ReadonlySet<string> = new Set(
  familiesOfAlerts
    .filter(({ severity }) => severity === 'critical')
    .flatMap(({ needs, parts, quietedBy }) => [...needs, ...parts, ...quietedBy]),
)
