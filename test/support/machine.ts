import { createHash } from 'node:crypto'
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
  const [load = 0] = loadavg()
  return Math.min(most, Math.max(1, performance.now() - startedAt, load / availableParallelism()))
}

/** How long to wait now for what a quiet machine does within so many milliseconds. */
export function patient(ms: number): number {
  return ms * slowness()
}

/** The most that the configuration takes as the timeout of a request. */
const longestTimeoutMs = 600_000

/** The same as a length of time of the configuration. Where a request is to be answered, a busy machine must not make it time out. */
export function patientLength(seconds: number): string {
  return `${Math.ceil(Math.min(longestTimeoutMs, patient(seconds * 1000)))}ms`
}
