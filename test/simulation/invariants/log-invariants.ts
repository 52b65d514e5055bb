import { mostUnread } from '../../../src/log/bounded-lines.ts'
import type { Pod } from '../host/pod.ts'
import type { World } from '../world/world.ts'
import type { Scrape } from './scrape.ts'

/** A log that nobody reads neither grows nor hides how much of it is lost. */
export function judgeLog(world: World, { process }: Pod, { others }: Scrape): void {
  const { pipe, written } = process
  if (pipe.unread > mostUnread)
    world.violate('never too much', `${pipe.unread} characters of the log wait for a reader`, [process.name])
  const lost = written - pipe.taken
  const counted = others.get('exporter_log_lines_dropped_total')
  if (counted !== lost)
    world.violate('never a lie', `${lost} lines of the log are lost, and ${counted} are counted`, [process.name])
}
