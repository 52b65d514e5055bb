import { setTimeout as pause } from 'node:timers/promises'
import { type Figure, figure, tell, unmeasured } from './figure.ts'
import { earlierRevision } from './shipped/bundles.ts'
import { cpuMsOf } from './shipped/process-cpu.ts'
import type { Shipped } from './shipped/shipped.ts'
import type { ShippedDaemon } from './shipped/shipped-daemon.ts'

const certificates = 1_000
const cycles = 3
const period = 10
/** Seconds after a cycle in which the state is written, and memory is tidied up. */
const aftermath = 3.5

const what = `unchanged cycle, ${certificates}`

/** A cycle that finds nothing new, nobody scraping, at the same time as an earlier revision's. */
export async function benchUnchangedCycle(shipped: Shipped): Promise<readonly Figure[]> {
  tell(`unchanged: ${cycles} cycles over ${certificates} certificates, beside those of ${earlierRevision}`)
  const earlier = await shipped.earlier
  const schedule = `*/${period} * * * * *`
  const [ours, theirs] = await Promise.all([
    shipped.start(certificates, { schedule }).then(cycleCpuMs),
    earlier && shipped.start(certificates, { schedule, bundle: earlier }).then(cycleCpuMs),
  ])
  if (theirs === undefined)
    return [figure({ what, ours, unit: 'ms of CPU' }), unmeasured(what, `git has no ${earlierRevision} here`)]
  const reference = { value: theirs, what: `revision ${earlierRevision}` }
  return [figure({ what, ours, unit: 'ms of CPU', reference, target: { of: 'ratio', atMost: 1 / 4 } })]
}

/** The least that a cycle took, without what the process takes at rest in the same time. */
async function cycleCpuMs(daemon: ShippedDaemon): Promise<number> {
  const used = () => cpuMsOf(daemon.pid)
  const found: number[] = []
  // The first cycle that finds nothing new is the second one, and the compiler still learns from it.
  await daemon.cycles(2)
  for (let tries = 0; found.length < cycles && tries < 2 * cycles; tries++) {
    await pause(aftermath * 1000)
    const { ended } = daemon
    const [rested, restedAt] = [await used(), performance.now()]
    await pause(1_500)
    const [before, beforeAt] = [await used(), performance.now()]
    // On a busy machine the next cycle may have begun.
    const isAtRest = daemon.ended === ended
    const seconds = await daemon.cycles(ended + 1)
    await pause(aftermath * 1000)
    const atRest = ((before - rested) / (beforeAt - restedAt)) * (performance.now() - beforeAt)
    if (isAtRest && seconds < period - aftermath - 2) found.push((await used()) - before - atRest)
  }
  await daemon.stop()
  return Math.min(...found)
}
