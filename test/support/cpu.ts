import process from 'node:process'

/** The work takes so many seconds of the processor on the machine that all bounds were chosen on, while it is quiet. */
const usualSeconds = 0.06
const record = { id: 1, name: 'a name', tags: ['a', 'b'] }
const work = JSON.stringify(Array.from({ length: 20_000 }, () => record))
/** Some kernels count in steps of four milliseconds. */
const rounds = 5

function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

/** How many times slower than that machine this one computes now: others that use it slow down its processor, too. */
export function processorSlowness(): number {
  const before = process.threadCpuUsage()
  for (let round = 0; round < rounds; round++) JSON.stringify(JSON.parse(work))
  return Math.max(1, spentSince(before) / usualSeconds)
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
