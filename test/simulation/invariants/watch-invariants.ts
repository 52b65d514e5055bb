import type { CertificateTruth } from '../cloudflare/truth.ts'
import type { Watch } from '../world/watch.ts'
import type { World } from '../world/world.ts'
import { judgeHostnames } from './hostname-invariants.ts'
import { knownAfter } from './knowledge.ts'
import type { Scrape } from './scrape.ts'
import { judgeToken } from './token-invariants.ts'

/** What the pods of a watch show together. */
export interface WatchScrape {
  readonly world: World
  readonly watch: Watch
  readonly scrape: Scrape
  /** Whether each of its pods answered, so that what is missing is not known. */
  readonly isWhole: boolean
}

/** What must hold of all certificates together. */
export function judgeWatch(judged: WatchScrape): void {
  neverMadeUp(judged)
  judgeHostnames(judged)
  judgeToken(judged)
  nothingLost(judged)
}

function neverMadeUp({ world, watch, scrape }: WatchScrape): void {
  // What was read of somebody else while nothing else was known, and would have ended by now, is shown as gone for a week.
  for (const [key, { isGone }] of scrape.certificates)
    if (!isGone && !world.truth.certificates.has(key) && isContradicted(world, watch, key))
      world.violate('never a lie', `${key} never was`, [key, key.split('/')[1] ?? ''])
}

/** Whether anything is known of the same store: where nothing is, nothing contradicts the list of somebody else. */
function isContradicted({ truth }: World, watch: Watch, key: string): boolean {
  const store = key.slice(0, key.lastIndexOf('/') + 1)
  return [...truth.certificates.values()].some((each) => {
    const version = truth.present(each)
    return version.exists && watch.mustKnow(version) && each.key.startsWith(store)
  })
}

/** What a scrape showed is known after every restart. */
function nothingLost({ world, watch, scrape: { certificates }, isWhole }: WatchScrape): void {
  const { truth, configuredSince } = world
  const { shown, firstStartedAt, names } = watch
  for (const [key, before] of isWhole ? shown : []) {
    const known = truth.certificates.get(key)
    const seen = certificates.get(key)
    if (!known || before.expiry === undefined || !truth.present(known).exists || mayBeForgotten(world, known)) continue
    const isWatched = world.has(known.zoneId) && configuredSince !== undefined
    if (isWatched && seen?.expiry === undefined && truth.present(known).from < firstStartedAt)
      world.violate('nothing lost', `${key} was shown, and is no longer known`, [key, ...names])
  }
  if (isWhole) shown.clear()
  for (const [key, seen] of certificates) shown.set(key, seen)
}

/** While lists are not believed, its use may be all that leads to a certificate, and that has ended. */
function mayBeForgotten(world: World, certificate: CertificateTruth): boolean {
  const { presented, from } = world.truth.present(certificate)
  return !presented && world.weather.hasLasted(certificate.zoneId, from, knownAfter(world))
}
