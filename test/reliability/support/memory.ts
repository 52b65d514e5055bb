import { readFile, writeFile } from 'node:fs/promises'

/** What a process holds in memory at the moment, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  return statusOf(pid, 'VmRSS')
}

/** The most that it held since `forgetPeak`, in bytes. */
export async function peakBytes(pid: number): Promise<number> {
  return statusOf(pid, 'VmHWM')
}

/**
 * The most that it held since `forgetPeak` without the pages of files, in bytes: the kernel takes those back before it kills a process for
 * its memory, and they hardly change.
 */
export async function peakAnonymousBytes(pid: number): Promise<number> {
  return (await peakBytes(pid)) - (await statusOf(pid, 'RssFile'))
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
