import type { CertificateEntry, Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { CheckHistory, WatchedCertificate } from '../inventory/snapshot.ts'
import type { CertificateSource } from './check.ts'
import type { ParsedPems } from './parsed-pems.ts'
import { checkStore, type Outcomes, type StoreEntries } from './store.ts'

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
  readonly pems: ParsedPems
  readonly inventory: Inventory
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly observer: CycleObserver
}

/** As many as there are connections to the API; the pace of the credential is the true limit. */
const concurrency = 8

/** A zone, or what is asked of it with one credential. */
type Zone = readonly StoreEntries[]

/**
 * Asks once for every certificate of the scope. What belongs to one zone is published as soon as that zone is done.
 * @throws the signal's reason, once that is aborted; what was published until then stays
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory, random } = options
  const startedAt = clock.monotonic()
  const selected = [...inventory.snapshot.values()].filter(({ check }) => scope === 'all' || isOutstanding(check))
  const byCredential = Map.groupBy(selected, ({ entry }) => entry.credentials)
  // Credentials do not wait for each other.
  const queues = [...byCredential.values()].map((certificates) => shuffled(zonesOf(certificates), random))
  options.pems.keep(inventory.snapshot)
  const failures = await Promise.all(queues.map((queue) => work(queue, options, signal)))
  return {
    scope,
    checked: selected.length,
    failed: failures.reduce((sum, each) => sum + each, 0),
    seconds: clock.monotonic() - startedAt,
  }
}

function isOutstanding({ lastCheck, failure }: CheckHistory): boolean {
  return lastCheck === undefined || failure !== undefined
}

function zonesOf(certificates: readonly WatchedCertificate[]): readonly Zone[] {
  const entries = certificates.map(({ entry }) => entry)
  return [...Map.groupBy(entries, ({ zoneId }) => zoneId).values()].map((zone) =>
    [...Map.groupBy(zone, ({ kind }) => kind).values()].flatMap(([first, ...others]) =>
      first ? [[first, ...others]] : [],
    ),
  )
}

/** Another order every time: in an outage the first one is the probe, and it must not always be the same. */
function shuffled(zones: readonly Zone[], random: () => number): readonly Zone[] {
  const order = zones.map((zone) => ({ zone, position: random() })).sort((a, b) => a.position - b.position)
  return order.map(({ zone }) => zone)
}

/** Resolves with how many checks failed. */
async function work(queue: readonly Zone[], options: CycleOptions, signal: AbortSignal): Promise<number> {
  const waiting = queue.values()
  const failures: number[] = []
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const zone of waiting) failures.push(await checkZone(zone, options, signal))
    }),
  )
  return failures.reduce((sum, each) => sum + each, 0)
}

async function checkZone(zone: Zone, options: CycleOptions, signal: AbortSignal): Promise<number> {
  const { observer } = options
  const onInternalError = observer.internalError.bind(observer)
  const stores = await Promise.all(zone.map((entries) => checkStore(entries, options, signal, onInternalError)))
  const outcomes = new Map(stores.flatMap((store) => [...store]))
  publish(outcomes, options)
  return [...outcomes.values()].filter(({ kind }) => kind !== 'succeeded').length
}

function publish(outcomes: Outcomes, { inventory, clock, observer }: CycleOptions): void {
  const before = inventory.snapshot
  inventory.publish(outcomes, clock.now())
  for (const key of outcomes.keys()) {
    const previous = before.get(key)
    const next = inventory.snapshot.get(key)
    if (previous && next) observer.checked(previous, next)
  }
}
