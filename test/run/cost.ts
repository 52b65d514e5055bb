import { readFileSync } from 'node:fs'
import process from 'node:process'
import { afterAll } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Seconds of processor that a test file took, with all the programs it started. */
    cpuSeconds?: number
  }
}

/** The kernel counts in hundredths of a second for all its readers. */
const ticksPerSecond = 100
/** What the files before this one took, where several share a process. */
const before = Number(process.env['CPU_SECONDS_BEFORE'] ?? 0)

/** Of this process, and of its children as far as they have ended. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childrenSeconds()
}

/** Only Linux tells it. The fields are those of proc(5), counted after the program's name, which may contain spaces. */
function childrenSeconds(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
  } catch {
    return 0
  }
}

// biome-ignore lint/correctness/noEmptyPattern: Vitest takes only a pattern for a hook's first argument.
afterAll(({}, { file }) => {
  const now = cpuSeconds()
  file.meta.cpuSeconds = now - before
  process.env['CPU_SECONDS_BEFORE'] = String(now)
})
