import type { CertificateTruth, Version } from '../cloudflare/truth.ts'
import { type Thresholds, WatchTerms } from '../world/watch-terms.ts'
import type { World } from '../world/world.ts'

/**
 * So long after everything has been well the daemon must know what is so: the next cycle begins within an interval, up to three minutes
 * late by its offset and by a busy machine, takes a minute or two, and the promise leaves it ten minutes more.
 */
export function knownAfter({ interval }: World): number {
  return interval + 1200
}

/** Notes of what is so now whether the daemon has had all that it needs to know it. To be called before anything changes. */
export function noteWhatMustBeKnown(world: World): void {
  const { truth, time, weather } = world
  const since = wellSince(world)
  if (since === undefined) return
  for (const certificate of truth.certificates.values()) {
    const version = truth.present(certificate)
    if (version.mustBeKnown) continue
    const good = weather.goodSince(certificate.zoneId)
    if (good !== undefined && time.now - Math.max(since, good, version.from) > knownAfter(world))
      version.mustBeKnown = true
  }
}

/** Since when process, computer and configuration have been well. A disk in trouble keeps nothing from being known. Undefined: something is not. */
export function wellSince({ process, machine, time, configuredSince }: World): number | undefined {
  const isWell = process.isListening && machine.offset === 0 && time.now >= machine.rightSince
  if (!isWell || configuredSince === undefined) return undefined
  return Math.max(process.startedAt, machine.rightSince, configuredSince)
}

/** Whether nothing has been wrong with a zone, or anything else, for so long that nothing of it may still be seen. */
export function isCalm(world: World, zoneId: string): boolean {
  const well = wellSince(world)
  const good = world.weather.goodSince(zoneId)
  return well !== undefined && good !== undefined && world.time.now - Math.max(well, good) > knownAfter(world)
}

/** Whether the daemon goes by the thresholds that are in its configuration now. */
export function areTermsSettled(world: World): boolean {
  return WatchTerms.areSettled(wellSince(world), world.time.now)
}

/** Of the thresholds that may be in force the shortest. */
export function shortestThresholds(world: World, truth: CertificateTruth, version: Version): Thresholds {
  return byEach(world, truth, version, Math.min)
}

export function longestThresholds(world: World, truth: CertificateTruth, version: Version): Thresholds {
  return byEach(world, truth, version, Math.max)
}

function byEach(
  world: World,
  { zoneId }: CertificateTruth,
  { lifetime }: Version,
  chosen: (...values: readonly number[]) => number,
): Thresholds {
  const all = world.terms.possible(zoneId, lifetime, areTermsSettled(world))
  return {
    warning: chosen(...all.map(({ warning }) => warning)),
    critical: chosen(...all.map(({ critical }) => critical)),
  }
}
