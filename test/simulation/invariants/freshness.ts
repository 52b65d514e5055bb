import type { CertificateTruth } from '../cloudflare/truth.ts'
import type { World } from '../world/world.ts'
import { knownAfter } from './knowledge.ts'
import type { SeenCertificate } from './scrape.ts'

/** Another token is noticed within five minutes, and used at once. */
const usedAfter = 600
/** What failed is asked for again soon, within the longest wait between two tries. */
const askedAgainAfter = 1500

/** Where all is well, everything is read again in each cycle. @returns what is wrong, for people */
export function tooOld(world: World, { lastSuccess }: SeenCertificate, now: number): string | undefined {
  const age = lastSuccess === undefined ? Number.POSITIVE_INFINITY : now - (lastSuccess - world.epoch)
  return age > knownAfter(world) ? `everything is well, and it was last read ${age} s ago` : undefined
}

/**
 * Once a good token is in its file, nothing waits until the bad one would have been tried again.
 * @param wellSince of the daemon, and since when it has read its state
 * @returns what is wrong, for people
 */
export function stillRefused(
  { weather, tokenSince, time }: World,
  { zoneId }: CertificateTruth,
  { success, reason }: SeenCertificate,
  wellSince: number | undefined,
): string | undefined {
  const good = weather.endOfTrouble(zoneId)
  if (success !== 0 || reason !== 'auth' || wellSince === undefined || good === undefined) return undefined
  const since = Math.max(good, tokenSince, wellSince)
  const isOfToken = !weather.since(zoneId, since - 7200).includes('zone_closed')
  const seconds = time.now - since
  return isOfToken && seconds > (tokenSince >= good ? usedAfter : askedAgainAfter)
    ? `the token has been good for ${seconds} s, and is still refused`
    : undefined
}
