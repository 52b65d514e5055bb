import type { CertificateEntry, Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import { keyOf, type WatchedCertificate } from '../inventory/snapshot.ts'
import { type CertificateSource, checkCertificate } from './check.ts'

/** Which certificates a cycle asks for: all that are watched, or those whose last check failed. */
export type CycleScope = 'all' | 'failing'

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
  readonly observer: CycleObserver
}

/** As many as there are connections to the API; the pace of the credential is the true limit. */
const concurrency = 8

interface Zone {
  readonly entries: readonly CertificateEntry[]
  readonly outcomes: Map<string, CheckOutcome>
}

/**
 * Asks once for every certificate of the scope. What belongs to one zone is published as soon as that zone is done.
 * @throws the signal's reason, once that is aborted; what was published until then stays
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory } = options
  const startedAt = clock.monotonic()
  const zones = zonesOf([...inventory.snapshot.values()].filter(({ check }) => scope === 'all' || check.failure))
  const work = zones.flatMap((zone) => zone.entries.map((entry) => ({ zone, entry }))).values()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const { zone, entry } of work) await checkInZone(zone, entry, options, signal)
    }),
  )
  const outcomes = zones.flatMap((zone) => [...zone.outcomes.values()])
  return {
    scope,
    checked: outcomes.length,
    failed: outcomes.filter(({ kind }) => kind !== 'succeeded').length,
    seconds: clock.monotonic() - startedAt,
  }
}

function zonesOf(certificates: readonly WatchedCertificate[]): readonly Zone[] {
  const byZone = Map.groupBy(certificates, ({ entry }) => entry.zoneId)
  return [...byZone.values()].map((watched) => ({
    entries: watched.map(({ entry }) => entry),
    outcomes: new Map<string, CheckOutcome>(),
  }))
}

async function checkInZone(
  zone: Zone,
  entry: CertificateEntry,
  { source, inventory, clock, observer }: CycleOptions,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await checkCertificate(entry, source, signal, (error) => observer.internalError(error, entry))
  zone.outcomes.set(keyOf(entry), outcome)
  if (zone.outcomes.size < zone.entries.length) return
  const before = inventory.snapshot
  inventory.publish(zone.outcomes, clock.now())
  for (const key of zone.outcomes.keys()) {
    const previous = before.get(key)
    const next = inventory.snapshot.get(key)
    if (previous && next) observer.checked(previous, next)
  }
}
