import type { CertificateEntry, Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { type CheckHistory, keyOf, type WatchedCertificate } from '../inventory/snapshot.ts'
import { type CertificateSource, checkCertificate } from './check.ts'

/** Which certificates a cycle asks for: all that are watched, or those whose last check failed or that were never checked. */
export type CycleScope = 'all' | 'outstanding'

export interface CycleReport {
  readonly scope: CycleScope
  readonly checked: number
  readonly failed: number
  readonly seconds: Seconds
}

/** Is told what happens while a cycle runs. */
export interface CycleObserver {
  checked(previous: WatchedCertificate, next: WatchedCertificate): void
  internalError(error: unknown, entry: CertificateEntry): void
}

export interface CycleOptions {
  readonly source: CertificateSource
  readonly inventory: Inventory
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly observer: CycleObserver
}

/** As many as there are connections to the API; the pace of the credential is the true limit. */
const concurrency = 8

interface ZoneProgress {
  left: number
  /** Outcomes that have not been published yet. */
  readonly fresh: Map<string, CheckOutcome>
}

interface Task {
  readonly entry: CertificateEntry
  readonly zone: ZoneProgress
}

/**
 * Asks once for every certificate of the scope. What belongs to one zone is published as soon as that zone is done, or a check in it
 * failed.
 * @throws the signal's reason, once that is aborted; what was published until then stays
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory, random } = options
  const startedAt = clock.monotonic()
  const selected = [...inventory.snapshot.values()].filter(({ check }) => scope === 'all' || isOutstanding(check))
  const tasks = tasksOf(selected, random)
  // Credentials do not wait for each other.
  const queues = [...Map.groupBy(tasks, ({ entry }) => entry.credentials).values()]
  const failed = await Promise.all(queues.map((queue) => work(queue, options, signal)))
  return {
    scope,
    checked: tasks.length,
    failed: failed.reduce((sum, each) => sum + each, 0),
    seconds: clock.monotonic() - startedAt,
  }
}

function isOutstanding({ lastCheck, failure }: CheckHistory): boolean {
  return lastCheck === undefined || failure !== undefined
}

/** Zone by zone, in another order every time: in an outage the first one is the probe, and it must not always be the same. */
function tasksOf(certificates: readonly WatchedCertificate[], random: () => number): readonly Task[] {
  const zones = [...Map.groupBy(certificates, ({ entry }) => entry.zoneId).values()]
  const order = zones.map((watched) => ({ watched, position: random() })).sort((a, b) => a.position - b.position)
  return order.flatMap(({ watched }) => {
    const zone: ZoneProgress = { left: watched.length, fresh: new Map() }
    return watched.map(({ entry }) => ({ entry, zone }))
  })
}

/** Resolves with how many checks failed. */
async function work(queue: readonly Task[], options: CycleOptions, signal: AbortSignal): Promise<number> {
  const waiting = queue.values()
  let failed = 0
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const task of waiting) if (!(await perform(task, options, signal))) failed += 1
    }),
  )
  return failed
}

/** Resolves with whether the check worked. */
async function perform({ entry, zone }: Task, options: CycleOptions, signal: AbortSignal): Promise<boolean> {
  const { source, observer } = options
  const outcome = await checkCertificate(entry, source, signal, (error) => observer.internalError(error, entry))
  zone.fresh.set(keyOf(entry), outcome)
  zone.left -= 1
  if (zone.left === 0 || outcome.kind === 'failed') publish(zone.fresh, options)
  return outcome.kind === 'succeeded'
}

function publish(outcomes: Map<string, CheckOutcome>, { inventory, clock, observer }: CycleOptions): void {
  const before = inventory.snapshot
  inventory.publish(outcomes, clock.now())
  for (const key of outcomes.keys()) {
    const previous = before.get(key)
    const next = inventory.snapshot.get(key)
    if (previous && next) observer.checked(previous, next)
  }
  outcomes.clear()
}
