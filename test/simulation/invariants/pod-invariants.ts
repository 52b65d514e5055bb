import type { Pod } from '../host/pod.ts'
import { requestsPer5m, type World } from '../world/world.ts'
import type { Scrape } from './scrape.ts'

export interface Scraped {
  readonly pod: Pod
  readonly scrape: Scrape
}

/** Nothing of one process grows without bounds, and what it says of its disk is so. */
export function judgePod(world: World, { process, disk, shards }: Pod, { series, certificates, others }: Scrape): void {
  const tooMuch = {
    'requests in five minutes': [process.requests.length, requestsPer5m / shards],
    'lines of log in an hour': [process.lines.length, 400 + 20 * certificates.size],
    series: [series, 500 + 60 * certificates.size],
    'bytes on the disk': [disk.bytes, 200_000 + 20_000 * world.truth.certificates.size],
  } as const
  for (const [what, [number, most]] of Object.entries(tooMuch))
    if (number > most)
      world.violate('never too much', `${number} ${what}, and ${most} are expected at most`, [process.name])
  const isUnwritten = others.get('exporter_state_last_write_successful') === 0
  if (isUnwritten && disk.state === 'well' && world.time.now - disk.wellSince > world.interval + 600)
    world.violate('never a lie', 'the disk is well and the state counts as not written', [process.name])
}

/** No two shards watch the same. */
export function judgeShares(world: World, scraped: readonly Scraped[]): void {
  const owners = new Map<string, string>()
  for (const { pod, scrape } of scraped) {
    for (const key of scrape.certificates.keys()) {
      const other = owners.get(key)
      const { name } = pod.process
      if (other !== undefined)
        world.violate('watched once', `${key} is shown by ${other} and ${name}`, [key, other, name])
      owners.set(key, name)
    }
  }
}
