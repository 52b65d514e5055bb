import type { Seconds } from '../certificate/model.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ListingSuspicion } from '../inventory/listing-outcome.ts'
import { isOutstanding } from '../inventory/merge.ts'
import { credentialsOf, readHistoriesOf } from '../inventory/read-histories.ts'
import { certificateAt, type Snapshot, type WatchedZone } from '../inventory/snapshot.ts'
import type { AnswerField } from '../kinds/answer-fields.ts'
import { discoverZones } from './discovery.ts'
import { confirmLostZones } from './lost-zones.ts'
import { OutstandingWork } from './outstanding-work.ts'
import type { Publisher } from './publisher.ts'
import { type CycleScope, questionsAbout, type ZoneQuestions } from './questions.ts'
import { shuffled } from './shuffled.ts'
import { type VisitOptions, visitZone, type ZoneReader } from './visit.ts'

export type CertificateSource = ZoneReader & Pick<CloudflareClient, 'zones' | 'zone'>

export interface CycleReport {
  readonly scope: CycleScope
  /** How many certificates were asked for. */
  readonly checked: number
  /** How many certificates, hostnames, stores, switches and discoveries could not be read. */
  readonly failed: number
  readonly seconds: Seconds
}

export interface CycleOptions extends Omit<VisitOptions, 'inventory' | 'source'> {
  readonly source: CertificateSource
  readonly inventory: Inventory
  /** From 0 to 1. */
  readonly random: () => number
  readonly publisher: Pick<Publisher, 'publish'>
  /** Is told how reading the zones of a credential ended, once that is published. */
  readonly discovered: (credentials: string, before: Snapshot, after: Snapshot) => void
  /** Is told of a listing that came and is not believed. */
  readonly suspicious: (suspicion: ListingSuspicion) => void
  /** Is told of a field of an answer about a certificate that is there and cannot be read. */
  readonly unreadable: (field: AnswerField) => void
  /** Seconds until the outage that a credential is in is worth another look; undefined where it is in none. */
  readonly nextProbe: (credentials: string) => Seconds | undefined
}

/** As many as there are connections to the API; the pace of the credential is the true limit. */
const concurrency = 8

/**
 * Asks once for everything of the scope. What belongs to one zone is published as soon as that zone is done.
 * @throws the signal's reason, once that is aborted; what was published until then stays
 */
export async function runCycle(scope: CycleScope, options: CycleOptions, signal: AbortSignal): Promise<CycleReport> {
  const { clock, inventory, pems } = options
  const startedAt = clock.monotonic()
  pems.keep({ has: (key) => certificateAt(inventory.snapshot, key) !== undefined })
  const atWork = new OutstandingWork()
  const checked = new Set<string>()
  // Credentials do not wait for each other.
  const shares = credentialsOf(inventory.snapshot).map((credentials) =>
    serve(credentials, scope, { ...options, checked }, atWork, signal),
  )
  await Promise.all(shares)
  const seconds = clock.monotonic() - startedAt
  return {
    scope,
    checked: checked.size,
    failed: readHistoriesOf(inventory.snapshot).filter(isOutstanding).length,
    seconds,
  }
}

interface Share extends CycleOptions {
  readonly checked: Set<string>
}

/**
 * One credential's share of a cycle. Others may take an hour for theirs: an outage of this one is probed all the same for as long
 * as one of them is at work.
 */
async function serve(
  credentials: string,
  scope: CycleScope,
  share: Share,
  atWork: OutstandingWork,
  signal: AbortSignal,
): Promise<void> {
  const { clock, nextProbe } = share
  await atWork.track(work(credentials, scope, share, signal))
  for (let wait = nextProbe(credentials); wait !== undefined; wait = nextProbe(credentials)) {
    await clock.sleep(wait, AbortSignal.any([signal, atWork.allDone])).catch(() => signal.throwIfAborted())
    if (atWork.allDone.aborted) return
    await atWork.track(work(credentials, 'outstanding', share, signal))
  }
}

/** Visits what is known while zones are being found, for that can take long; then what was found. */
async function work(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const visited = new Set<string>()
  const visitZones = async (zoneIds: readonly string[], zoneScope: CycleScope) => {
    const waiting = shuffled(zoneIds, share.random).values()
    const worker = async () => {
      for (const zoneId of waiting) await visit(zoneId, credentials, zoneScope, share, signal)
    }
    for (const zoneId of zoneIds) visited.add(zoneId)
    await Promise.all(Array.from({ length: concurrency }, worker))
  }
  const zones = () => share.inventory.snapshot.zones
  await Promise.all([discover(credentials, scope, share, signal), visitZones([...zones().keys()], scope)])
  await visitZones(
    [...zones().keys()].filter((zoneId) => !visited.has(zoneId)),
    scope,
  )
  // Of a zone that was visited before it was found, what was found is still to be read.
  await visitZones(
    [...zones().values()].filter(isPartlyUnread).map(({ zoneId }) => zoneId),
    'outstanding',
  )
}

function isPartlyUnread({ stores }: WatchedZone): boolean {
  return [...stores.values()].some(({ reading }) => reading.lastCheck === undefined)
}

async function discover(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const { inventory, source, clock, discovered, suspicious } = share
  const discovery = inventory.snapshot.discoveries.get(credentials)
  if (!discovery || (scope === 'outstanding' && !isOutstanding(discovery.reading))) return
  const watched = (discovery.listed ?? []).map(({ zoneId }) => zoneId).filter((id) => inventory.snapshot.zones.has(id))
  // Another order every time: where more is lost than one reading asks for, each has its turn.
  const lost = shuffled(watched, share.random)
  const listed = await discoverZones(source, credentials, signal)
  const outcome = await confirmLostZones(listed, lost, { source, credentials, signal })
  if (!outcome.ok && outcome.suspicion) suspicious(outcome.suspicion)
  const before = inventory.snapshot
  inventory.publishDiscovery(credentials, outcome, clock.now())
  discovered(credentials, before, inventory.snapshot)
}

/** A fault of our own in one zone must not keep the others from being visited. */
async function visit(
  zoneId: string,
  credentials: string,
  scope: CycleScope,
  share: Share,
  signal: AbortSignal,
): Promise<void> {
  try {
    // Asked for as late as that: a reload may have changed what is wanted since the cycle began.
    const zone = share.inventory.snapshot.zones.get(zoneId)
    const questions = zone && questionsAbout(zone, credentials, scope, share.clock.now())
    if (questions) await visitAndPublish(questions, share, signal)
  } catch (error) {
    signal.throwIfAborted()
    share.internalError(error, { zoneId, name: zoneId })
  }
}

async function visitAndPublish(questions: ZoneQuestions, share: Share, signal: AbortSignal): Promise<void> {
  const report = await visitZone(questions, share, signal)
  for (const listing of report.listings.values()) {
    if (!listing.ok && listing.suspicion) share.suspicious(listing.suspicion)
  }
  for (const [key, outcome] of report.checks) {
    share.checked.add(key)
    if (outcome.kind !== 'failed') for (const field of outcome.record.unreadable ?? []) share.unreadable(field)
  }
  await share.publisher.publish(report)
}
