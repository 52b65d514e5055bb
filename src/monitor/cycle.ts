import type { Seconds } from '../certificate/model.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ListingSuspicion } from '../inventory/listing-outcome.ts'
import { isOutstanding } from '../inventory/merge.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import { certificateAt, zoneAt } from '../inventory/places.ts'
import { credentialsOf, readHistoriesOf } from '../inventory/read-histories.ts'
import type { Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import type { AnswerField } from '../kinds/answer-fields.ts'
import { discoverZones } from './discovery.ts'
import { confirmLostZones } from './lost-zones.ts'
import { OutstandingWork } from './outstanding-work.ts'
import type { Publisher } from './publisher.ts'
import { type CycleScope, questionsAbout } from './questions.ts'
import { reportOn } from './repeated-visit.ts'
import type { SettledPlaces } from './settled-places.ts'
import { shuffled } from './shuffled.ts'
import { Unpublished } from './unpublished.ts'
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
  /** Seconds until a credential's outage may be probed again, or undefined if the credential is in no outage. */
  readonly nextProbe: (credentials: string) => Seconds | undefined
}

/** One for each connection to the API. The real limit is the pace of the credential. */
const concurrency = 8

/**
 * Asks once for everything in the scope. Each zone and account is published as soon as it is done.
 * @throws the signal's reason, once that is aborted. What was published before stays published.
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory, pems } = options
  const startedAt = clock.monotonic()
  pems.keep({ has: (key) => certificateAt(inventory.snapshot, key) !== undefined })
  const outstandingWork = new OutstandingWork()
  const checked = new Set<string>()
  // Credentials do not wait for each other.
  const shares = credentialsOf(inventory.snapshot).map((credentials) =>
    runShare(credentials, scope, { ...options, checked }, outstandingWork, signal),
  )
  await Promise.all(shares)
  const seconds = clock.monotonic() - startedAt
  const histories = readHistoriesOf(inventory.snapshot)
  const failed = histories.filter(isOutstanding).length
  return { scope, checked: checked.size, readings: histories.length, failed, seconds }
}

interface Share extends CycleOptions {
  readonly checked: Set<string>
}

/**
 * Does one credential's share of a cycle. The others may take an hour for theirs. Until the last of them is done, an outage of this
 * credential is probed again and again.
 */
async function runShare(
  credentials: string,
  scope: CycleScope,
  share: Share,
  outstandingWork: OutstandingWork,
  signal: AbortSignal,
): Promise<void> {
  const { clock, nextProbe } = share
  await outstandingWork.track(visitAll(credentials, scope, share, signal))
  for (let wait = nextProbe(credentials); wait !== undefined; wait = nextProbe(credentials)) {
    await clock.sleep(wait, AbortSignal.any([signal, outstandingWork.allDone])).catch(() => signal.throwIfAborted())
    if (outstandingWork.allDone.aborted) return
    await outstandingWork.track(visitAll(credentials, 'outstanding', share, signal))
  }
}

/** Visits the known places while the discovery runs, which can take long, and then the zones that it has found. */
async function visitAll(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const visited = new Set<string>()
  const visitPlaces = async (keys: readonly string[], visitScope: CycleScope) => {
    const waiting = shuffled(keys, share.random).values()
    const unpublished = new Unpublished()
    const worker = async () => {
      for (const key of waiting) {
        await visit(key, credentials, visitScope, { ...share, unpublished }, signal)
        await unpublished.room()
      }
    }
    for (const key of keys) visited.add(key)
    await Promise.all(Array.from({ length: concurrency }, worker))
    await unpublished.all()
  }
  const places = () => share.inventory.snapshot.places
  await Promise.all([discover(credentials, scope, share, signal), visitPlaces([...places().keys()], scope)])
  await visitPlaces(
    [...places().keys()].filter((key) => !visited.has(key)),
    scope,
  )
  // The discovery may add stores to a zone that was already visited. They are read now.
  await visitPlaces(
    [...places()].flatMap(([key, place]) => (isPartlyUnread(place) ? [key] : [])),
    'outstanding',
  )
}

function isPartlyUnread({ stores }: WatchedPlace): boolean {
  return [...stores.values()].some(({ reading }) => reading.lastCheck === undefined)
}

async function discover(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const { inventory, source, clock, discovered, suspicious } = share
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

interface VisitingShare extends Share {
  readonly unpublished: Unpublished
}

/** Visits one place. An error of the program itself is reported and does not keep the others from being visited. */
async function visit(
  key: string,
  credentials: string,
  scope: CycleScope,
  share: VisitingShare,
  signal: AbortSignal,
): Promise<void> {
  // The place is looked up only now, because a reload may have changed what is watched since the cycle began.
  const place = share.inventory.snapshot.places.get(key)
  if (!place) return
  const { scopeId } = place
  const failed = (error: unknown) => share.internalError(error, { scope: place.scope, scopeId, name: scopeId })
  try {
    const questions = questionsAbout(place, credentials, scope, share.clock.now())
    if (!questions) return
    const report = await reportOn(questions, place, scope, share, signal)
    count(report, share)
    share.unpublished.add(share.publisher.publish(report).catch(failed))
  } catch (error) {
    signal.throwIfAborted()
    failed(error)
  }
}

function count(report: PlaceReport, share: Share): void {
  for (const key of report.repeats?.certificates.keys() ?? []) share.checked.add(key)
  for (const listing of report.listings.values()) {
    if (!listing.ok && listing.suspicion) share.suspicious(listing.suspicion)
  }
  for (const [key, outcome] of report.checks) {
    share.checked.add(key)
    if (outcome.kind !== 'failed') for (const field of outcome.record.unreadable ?? []) share.unreadable(field)
  }
}
