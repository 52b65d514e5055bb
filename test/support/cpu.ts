import process from 'node:process'

/** Seconds of this thread's processor that some work took: on a busy machine they are the same as on a quiet one. */
export function cpuSeconds(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}
