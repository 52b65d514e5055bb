import type { Watch } from '../world/watch.ts'
import type { World } from '../world/world.ts'
import { readScrape } from './scrape.ts'

/** A pod is ready after so many seconds, whether it has read anything or not. */
const readyAtTheLatest = 60

/** When an old pod is about to end, the pod in its place shows what the old one shows, if Cloudflare could be read meanwhile. */
export async function judgeHandOver(world: World, old: Watch, fresh: Watch): Promise<void> {
  const { truth, weather, time, configuredSince = Number.POSITIVE_INFINITY } = world
  const { startedAt, clockRightSince } = fresh
  const isByItself = time.now - startedAt < readyAtTheLatest
  if (!isByItself || clockRightSince === undefined || clockRightSince > startedAt || configuredSince > startedAt) return
  const [before, after] = await Promise.all([expiriesOf(old, time.now), expiriesOf(fresh, time.now)])
  for (const certificate of truth.certificates.values()) {
    const version = truth.present(certificate)
    const { key, zoneId } = certificate
    const good = weather.goodSince(zoneId)
    const isSame = version.exists && old.mustKnow(version) && version.from < startedAt
    if (!isSame || good === undefined || good > startedAt || !before.has(key) || after.has(key)) continue
    world.violate('nothing lost', `${key} is not shown by the pod that takes over`, [key, ...old.names, ...fresh.names])
  }
}

async function expiriesOf({ pods }: Watch, at: number): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(pods.map(({ process }) => process.get('/metrics')))
  const seen = texts.flatMap((text) => [...readScrape(text ?? '', at).certificates.values()])
  return new Set(seen.flatMap(({ key, expiry }) => (expiry === undefined ? [] : [key])))
}
