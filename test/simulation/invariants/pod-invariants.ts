import type { Pod } from '../host/pod.ts'
import { requestsPer5m, type World } from '../world/world.ts'
import type { Scrape } from './scrape.ts'

export interface Scraped {
  readonly pod: Pod
  readonly scrape: Scrape
  /** How many lines of the log were lost when the scrape began. */
  readonly lostLines: number
}

/** One file is written or read at a time; another may wait for a disk that hangs. */
const mostOpenFiles = 2
/** Polls and waits, while no request is under way. Besides, each question of a visit may wait to be asked again. */
const mostTimers = 12

/** Nothing of one process grows without bounds, and what it says of its disk is so. */
export function judgePod(world: World, { process, disk, shards }: Pod, { series, certificates, others }: Scrape): void {
  const { now, most } = process.held
  const tooMuch = {
    'requests in five minutes': [process.requests.length, requestsPer5m / shards],
    'requests under way at once': [most.requests, 10 + 2 * world.truth.certificates.size],
    'open files': [most.openFiles, mostOpenFiles],
    'timers that wait': [now.requests > 0 ? 0 : now.timers, mostTimers + world.truth.certificates.size],
    'lines of log in an hour': [process.lines.length, 400 + 20 * certificates.size],
    series: [series, 500 + 60 * certificates.size],
    'bytes on the disk': [disk.bytes, 200_000 + 20_000 * world.truth.certificates.size],
  } as const
  for (const [what, [number, bound]] of Object.entries(tooMuch))
    if (number > bound)
      world.violate('never too much', `${number} ${what}, and ${bound} are expected at most`, [process.name])
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
