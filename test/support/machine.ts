import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'

/** Takes a millisecond on the machine that all waits were chosen on, while it is quiet. */
const work = Buffer.alloc(2 ** 20)
const most = 60

/**
 * How many times slower than that machine this one is now, from 1 on: because its processor is slower, or because others use it.
 * The load tells of others when this moment happens to be a quiet one.
 */
export function slowness(): number {
  const startedAt = performance.now()
  createHash('sha256').update(work).digest()
  return Math.min(most, Math.max(1, performance.now() - startedAt, load() / availableParallelism()))
}

/** How many threads have lately wanted a processor, or want one now. Only Linux tells the latter. */
function load(): number {
  const [lately = 0] = loadavg()
  try {
    const [, now = 0] = /(\d+)\//.exec(readFileSync('/proc/loadavg', 'utf8')) ?? []
    return Math.max(lately, Number(now))
  } catch {
    return lately
  }
}

/** How long to wait now for what a quiet machine does within so many milliseconds. */
export function patient(ms: number): number {
  return ms * slowness()
}

/** The longest that `patient` ever waits, for what is chosen once and holds for long. */
export function slowest(ms: number): number {
  return ms * most
}

/** The most that the configuration takes as the timeout of a request. */
const longestTimeoutMs = 600_000

/** The same as a length of time of the configuration. Where a request is to be answered, a busy machine must not make it time out. */
export function patientLength(seconds: number): string {
  return `${Math.ceil(Math.min(longestTimeoutMs, patient(seconds * 1000)))}ms`
}
