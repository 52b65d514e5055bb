import { readdir, readFile } from 'node:fs/promises'

/**
 * Milliseconds of processor time that a process has used, all its threads together. Needs Linux.
 * @throws if there is no such process
 */
export async function cpuMsOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`)
  const nanoseconds = await Promise.all(
    // A thread may end between the two readings.
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0')),
  )
  return nanoseconds.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
}

/** Megabytes of resident memory. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6
}
