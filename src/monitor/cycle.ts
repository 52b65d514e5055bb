import type { CertificateEntry, Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { type CheckHistory, keyOf, type WatchedCertificate } from '../inventory/snapshot.ts'
import { AtWork } from './at-work.ts'
import type { CertificateSource } from './check.ts'
import type { ParsedPems } from './parsed-pems.ts'
import type { Publisher } from './publisher.ts'
import { checkStore, type StoreEntries } from './store.ts'

/** Which certificates a cycle asks for: all that are watched, or those whose last check failed or that were never checked. */
export type CycleScope = 'all' | 'outstanding'

export interface CycleReport {
  readonly scope: CycleScope
  readonly checked: number
  readonly failed: number
  readonly seconds: Seconds
}

export interface CycleOptions {
  readonly source: CertificateSource
  readonly pems: ParsedPems
  readonly inventory: Inventory
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  readonly publisher: Pick<Publisher, 'publish'>
  /** Is told of an exception that should not have been possible. */
  readonly internalError: (error: unknown, entry: CertificateEntry) => void
  /** Seconds until the outage that a credential is in is worth another look; undefined where it is in none. */
  readonly nextProbe: (credentials: string) => Seconds | undefined
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
  const { clock, inventory, pems } = options
  const startedAt = clock.monotonic()
  const selected = [...inventory.snapshot.values()].filter(({ check }) => scope === 'all' || isOutstanding(check))
  pems.keep(inventory.snapshot)
  const atWork = new AtWork()
  // Credentials do not wait for each other.
  const shares = [...Map.groupBy(selected, ({ entry }) => entry.credentials)]
  await Promise.all(shares.map(([credentials, share]) => serve(credentials, share, atWork, options, signal)))
  const keys = new Set(selected.map(({ entry }) => keyOf(entry)))
  const failed = [...inventory.snapshot].filter(([key, { check }]) => keys.has(key) && isOutstanding(check))
  return { scope, checked: selected.length, failed: failed.length, seconds: clock.monotonic() - startedAt }
}

/**
 * One credential's share of a cycle. Others may take an hour for theirs: an outage of this one is probed all the same for as long
 * as one of them is at work.
 */
async function serve(
  credentials: string,
  share: readonly WatchedCertificate[],
  atWork: AtWork,
  options: CycleOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, inventory, nextProbe } = options
  await atWork.during(work(share, options, signal))
  for (let wait = nextProbe(credentials); wait !== undefined; wait = nextProbe(credentials)) {
    await clock.sleep(wait, AbortSignal.any([signal, atWork.allDone])).catch(() => signal.throwIfAborted())
    if (atWork.allDone.aborted) return
    const own = [...inventory.snapshot.values()].filter(({ entry }) => entry.credentials === credentials)
    const outstanding = own.filter(({ check }) => isOutstanding(check))
    await atWork.during(work(outstanding, options, signal))
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

async function work(
  certificates: readonly WatchedCertificate[],
  options: CycleOptions,
  signal: AbortSignal,
): Promise<void> {
  const waiting = shuffled(zonesOf(certificates), options.random).values()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const zone of waiting) await checkZone(zone, options, signal)
    }),
  )
}

async function checkZone(zone: Zone, options: CycleOptions, signal: AbortSignal): Promise<void> {
  const { publisher, internalError } = options
  const stores = await Promise.all(zone.map((entries) => checkStore(entries, options, signal, internalError)))
  await publisher.publish(new Map(stores.flatMap((store) => [...store])))
}
