import type { CertificateTruth, Version } from '../cloudflare/truth.ts'
import type { Watch } from '../world/watch.ts'
import { type Thresholds, WatchTerms } from '../world/watch-terms.ts'
import type { World } from '../world/world.ts'

/**
 * So long after everything has been well the daemon must know what is so: the next cycle begins within an interval, up to three minutes
 * late by its offset and by a busy machine, takes a minute or two, and the promise leaves it ten minutes more.
 */
export function knownAfter({ interval }: World): number {
  return interval + 1200
}

/** So long after its start a process must know what is so, if all was well by then: it asks at once. So it does when it wakes. */
const knownAfterStart = 1200

/** Notes of what is so now whether each watch has had all that it needs to know it. To be called before anything changes. */
export function noteWhatMustBeKnown(world: World): void {
  for (const watch of world.watches) noteOf(world, watch)
}

function noteOf(world: World, watch: Watch): void {
  const since = wellSince(world, watch)
  if (since === undefined) return
  for (const certificate of world.truth.certificates.values()) {
    const version = world.truth.present(certificate)
    if (watch.mustKnow(version) || !couldBeMissed(watch, certificate, version)) continue
    const askable = askableSince(world, watch, certificate, version)
    if (askable === undefined) continue
    const settled = Math.max(askable, world.configuredSince ?? 0)
    const needed = settled <= watch.askedAllSince ? knownAfterStart : knownAfter(world)
    if (world.time.now - Math.max(since, askable) > needed) watch.noteKnown(version)
  }
}

/** Since when the right answer about it can be had, and counts. Undefined: it cannot. */
function askableSince(world: World, watch: Watch, truth: CertificateTruth, version: Version): number | undefined {
  const good = world.weather.goodSince(truth.zoneId)
  const restored = version.exists ? 0 : restoredBy(watch)
  if (good === undefined || restored === undefined) return undefined
  return Math.max(good, restored, version.from, restsUntil(world, truth, version))
}

/** Until when its store may not be listed, seconds of the world. What a hostname uses is asked for by its id all the same. */
function restsUntil({ cloudflare, epoch }: World, { key }: CertificateTruth, { exists, presented }: Version): number {
  const isNamed = presented && key.startsWith('hostname/')
  return exists && !isNamed ? cloudflare.emptyListings.restsUntil(key) - epoch : 0
}

/** A state file that was read late brings back what is no longer there, until it is asked for. Undefined: that may still come. */
function restoredBy({ pods, firstStartedAt }: Watch): number | undefined {
  const late = pods.filter(({ disk }) => disk.state !== 'well' || disk.wellSince > firstStartedAt)
  return late.some(({ disk }) => disk.state !== 'well')
    ? undefined
    : Math.max(0, ...late.map(({ disk }) => disk.wellSince))
}

/** What the daemon did not know while it was there it cannot miss. */
function couldBeMissed(watch: Watch, { versions }: CertificateTruth, { afterlife }: Version): boolean {
  const before = versions.at(-2)
  return afterlife !== 'must' || (before !== undefined && watch.mustKnow(before))
}

/** Since when processes, computers and configuration have been well. A disk in trouble keeps nothing from being known. Undefined: something is not. */
export function wellSince({ configuredSince }: World, watch: Watch): number | undefined {
  const since = watch.wellSince
  return since === undefined || configuredSince === undefined ? undefined : Math.max(since, configuredSince)
}

/** Whether nothing has been wrong with a zone, or anything else, for so long that nothing of it may still be seen. */
export function isCalm(world: World, watch: Watch, zoneId: string): boolean {
  const well = wellSince(world, watch)
  const good = world.weather.goodSince(zoneId)
  return well !== undefined && good !== undefined && world.time.now - Math.max(well, good) > knownAfter(world)
}

/** Whether all of these go by the thresholds that are in the configuration now. */
export function areTermsSettled(world: World, watches: readonly Watch[]): boolean {
  return watches.every((watch) => WatchTerms.areSettled(wellSince(world, watch), world.time.now))
}

/** Of the thresholds that may be in force for these the shortest. */
export function shortestThresholds(...of: Parameters<typeof possibleThresholds>): Thresholds {
  return byEach(possibleThresholds(...of), Math.min)
}

export function longestThresholds(...of: Parameters<typeof possibleThresholds>): Thresholds {
  return byEach(possibleThresholds(...of), Math.max)
}

function possibleThresholds(
  world: World,
  watches: readonly Watch[],
  { zoneId }: CertificateTruth,
  { lifetime, thresholds }: Version,
): readonly Thresholds[] {
  return thresholds ? [thresholds] : world.terms.possible(zoneId, lifetime, areTermsSettled(world, watches))
}

function byEach(all: readonly Thresholds[], chosen: (...values: readonly number[]) => number): Thresholds {
  return {
    warning: chosen(...all.map(({ warning }) => warning)),
    critical: chosen(...all.map(({ critical }) => critical)),
  }
}
