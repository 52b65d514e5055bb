import process from 'node:process'

/** Takes so many seconds of the processor on the machine that all bounds were chosen on, while it is quiet. */
const usualSeconds = 0.012
const record = { id: 1, name: 'a name', tags: ['a', 'b'] }
const work = JSON.stringify(Array.from({ length: 20_000 }, () => record))
const tries = 3

function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

/** How many times slower than that machine this one computes now: others that use it slow down its processor, too. */
export function processorSlowness(): number {
  const all = Array.from({ length: tries }, () => {
    const before = process.threadCpuUsage()
    JSON.stringify(JSON.parse(work))
    return spentSince(before) / usualSeconds
  })
  return Math.max(1, Math.min(...all))
}

/**
 * Begins to count the seconds of this thread's processor.
 * @returns what says how many went by. On a slow or a busy machine they are no more than on the one that all bounds were chosen on.
 */
export function countCpuSeconds(): () => number {
  const slowness = processorSlowness()
  const before = process.threadCpuUsage()
  return () => spentSince(before) / Math.max(slowness, processorSlowness())
}

/** Those seconds for some work. */
export function cpuSeconds(work: () => void): number {
  const spent = countCpuSeconds()
  work()
  return spent()
}
