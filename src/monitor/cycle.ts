import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import { probeDelay } from '../cloudflare/probe-delay.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ListingSuspicion } from '../inventory/listing-outcome.ts'
import { isOutstanding } from '../inventory/merge.ts'
import { certificateAt, zoneAt } from '../inventory/places.ts'
import { credentialsOf, readHistoriesOf } from '../inventory/read-histories.ts'
import type { ReadHistory, Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import type { AnswerField } from '../kinds/answer-fields.ts'
import { discoverZones } from './discovery.ts'
import { confirmLostZones } from './lost-zones.ts'
import { OutstandingWork } from './outstanding-work.ts'
import { type Share, visitPlaces } from './place-visits.ts'
import type { Publisher } from './publisher.ts'
import type { CycleScope } from './questions.ts'
import type { SettledPlaces } from './settled-places.ts'
import { shuffled } from './shuffled.ts'
import type { PlaceReader, VisitOptions } from './visit.ts'

export type CertificateSource = PlaceReader & Pick<CloudflareClient, 'zones' | 'zone'>

export interface CycleReport {
  readonly scope: CycleScope
  /** The number of certificates that were asked for. */
  readonly checked: number
  /** The number of certificates, hostnames, stores, switches and discoveries that are to be read. */
  readonly readings: number
  /** The number of those that could not be read. */
  readonly failed: number
  /** Whether something could not be read that did not fail when the cycle began. */
  readonly hasNewFailures: boolean
  /** Whether a restart would lose what it has found. A probe in an outage finds nothing. */
  readonly isWorthKeeping: boolean
  readonly seconds: Seconds
}

export interface CycleOptions extends Omit<VisitOptions, 'inventory' | 'source'> {
  readonly source: CertificateSource
  readonly inventory: Inventory
  /** From 0 to 1. */
  readonly random: () => number
  readonly publisher: Pick<Publisher, 'publish'>
  /** Is called when the zones that a credential sees have been read and that is published. */
  readonly discovered: (credentials: string, before: Snapshot, after: Snapshot) => void
  /** Is called for a listing that came and is not believed. */
  readonly suspicious: (suspicion: ListingSuspicion) => void
  /** Is called for a field of a certificate's answer that is present and cannot be read. */
  readonly unreadable: (field: AnswerField) => void
  /** Spares the work for a place that has not changed. Without it everything is worked out anew. */
  readonly settled?: SettledPlaces
  /** Seconds until a credential's outage may be probed again, 0 if that is overdue, or undefined if the credential is in no outage. */
  readonly probeDueIn: (credentials: string) => Seconds | undefined
}

/**
 * Asks once for everything in the scope. Each zone and account is published as soon as it is done.
 * @throws the signal's reason, once that is aborted. What was published before stays published.
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory, pems } = options
  const startedAt = { wall: clock.now(), monotonic: clock.monotonic() }
  const before = failuresAmong(readHistoriesOf(inventory.snapshot))
  pems.keep({ has: (key) => certificateAt(inventory.snapshot, key) !== undefined })
  const outstandingWork = new OutstandingWork()
  const checked = new Set<string>()
  // Credentials do not wait for each other.
  const shares = credentialsOf(inventory.snapshot).map((credentials) =>
    runShare({ ...options, credentials, scope, checked }, outstandingWork, signal),
  )
  await Promise.all(shares)
  const seconds = clock.monotonic() - startedAt.monotonic
  const histories = readHistoriesOf(inventory.snapshot)
  const failed = histories.filter(isOutstanding).length
  const after = failuresAmong(histories)
  const hasNewFailures = after.count > before.count || after.newest > before.newest
  const hasRead = histories.some(({ lastSuccess = 0 }) => lastSuccess >= startedAt.wall)
  const isWorthKeeping = scope === 'all' || hasNewFailures || hasRead
  return { scope, checked: checked.size, readings: histories.length, failed, hasNewFailures, isWorthKeeping, seconds }
}

/** `newest`: since when the one fails that began last. */
function failuresAmong(histories: readonly ReadHistory[]): { readonly count: number; readonly newest: UnixSeconds } {
  const failing = histories.filter(({ failure }) => failure)
  const newest = failing.reduce((last, { failingSince = 0 }) => Math.max(last, failingSince), 0)
  return { count: failing.length, newest }
}

/**
 * Does one credential's share of a cycle. The others may take an hour for theirs. Until the last of them is done, an outage of this
 * credential is probed again and again.
 */
async function runShare(share: Share, outstandingWork: OutstandingWork, signal: AbortSignal): Promise<void> {
  const { clock, credentials, probeDueIn } = share
  await outstandingWork.track(visitAll(share, signal))
  const delay = () => probeDelay(probeDueIn(credentials))
  for (let wait = delay(); wait !== undefined; wait = delay()) {
    await clock.sleep(wait, AbortSignal.any([signal, outstandingWork.allDone])).catch(() => signal.throwIfAborted())
    if (outstandingWork.allDone.aborted) return
    await outstandingWork.track(visitAll({ ...share, scope: 'outstanding' }, signal))
  }
}

/** Visits the known places while the discovery runs, which can take long, and then the zones that it has found. */
async function visitAll(share: Share, signal: AbortSignal): Promise<void> {
  const places = () => share.inventory.snapshot.places
  const known = new Set(places().keys())
  await Promise.all([discover(share, signal), visitPlaces([...known], share, signal)])
  const found = [...places().keys()].filter((key) => !known.has(key))
  await visitPlaces(found, share, signal)
  // The discovery may add stores to a zone that was already visited. They are read now.
  const unread = [...places()].flatMap(([key, place]) => (isPartlyUnread(place) ? [key] : []))
  await visitPlaces(unread, { ...share, scope: 'outstanding' }, signal)
}

function isPartlyUnread({ stores }: WatchedPlace): boolean {
  return [...stores.values()].some(({ reading }) => reading.lastCheck === undefined)
}

async function discover(share: Share, signal: AbortSignal): Promise<void> {
  const { credentials, scope, inventory, source, clock, discovered, suspicious } = share
  const discovery = inventory.snapshot.discoveries.get(credentials)
  if (!discovery || (scope === 'outstanding' && !isOutstanding(discovery.reading))) return
  const watched = (discovery.listed ?? []).map(({ zoneId }) => zoneId).filter((id) => zoneAt(inventory.snapshot, id))
  // The order is random, so that each zone gets its turn if more are missing than one cycle may ask for.
  const lost = shuffled(watched, share.random)
  const listed = await discoverZones(source, credentials, signal)
  const outcome = await confirmLostZones(listed, lost, { source, credentials, signal })
  if (!outcome.ok && outcome.suspicion) suspicious(outcome.suspicion)
  const before = inventory.snapshot
  inventory.publishDiscovery(credentials, outcome, clock.now())
  discovered(credentials, before, inventory.snapshot)
}
