import { readFile, writeFile } from 'node:fs/promises'

/** What a process holds in memory at the moment, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  return statusOf(pid, 'VmRSS')
}

/** The most that it held since `forgetPeak`, in bytes. */
export async function peakBytes(pid: number): Promise<number> {
  return statusOf(pid, 'VmHWM')
}

/** See proc(5), clear_refs: 5 resets the peak to what is held now. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
}

async function statusOf(pid: number, name: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes] = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status) ?? []
  return Number(kilobytes) * 1024
}

/** Processor time of the thread that has the event loop, in seconds: the first thread has the number of its process. See proc(5). */
export async function mainThreadSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/task/${pid}/stat`, 'utf8')
  // Behind the name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticksPerSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
