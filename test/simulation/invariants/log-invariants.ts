import { mostUnread } from '../../../src/log/bounded-lines.ts'
import type { World } from '../world/world.ts'
import type { Scraped } from './pod-invariants.ts'

/** A log that nobody reads neither grows nor hides how much of it is lost. */
export function judgeLog(world: World, { pod: { process }, scrape: { others }, lostLines }: Scraped): void {
  const { pipe } = process
  if (pipe.unread > mostUnread)
    world.violate('never too much', `${pipe.unread} characters of the log wait for a reader`, [process.name])
  const counted = others.get('exporter_log_lines_dropped_total') ?? Number.NaN
  // In the middle of a cycle a line may be lost while the scrape is written.
  if (!(counted >= lostLines && counted <= process.lostLines))
    world.violate('never a lie', `${process.lostLines} lines of the log are lost, and ${counted} are counted`, [
      process.name,
    ])
}
