import { isCalm, knownAfter } from './knowledge.ts'
import type { WatchScrape } from './watch-invariants.ts'

const critical = 3

/** A hostname for which Cloudflare presents nothing is critical, and no other. */
export function judgeHostnames({ world, watch, scrape, isWhole }: WatchScrape): void {
  if (!isWhole) return
  for (const [key, { zoneId, presents, from }] of world.truth.hostnames) {
    if (world.time.now - from <= knownAfter(world) || !isCalm(world, watch, zoneId)) continue
    const broken = (invariant: string, text: string) =>
      world.violate(invariant, `${key}: ${text}`, [zoneId, ...watch.names])
    const isCritical = scrape.hostnames.get(key) === critical
    if (!presents && !isCritical)
      broken('never silent', 'Cloudflare presents no certificate for it, and nobody is told')
    if (presents && isCritical) broken('never a lie', 'Cloudflare presents a certificate for it, and it is critical')
  }
}
