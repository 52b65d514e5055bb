import type { Seconds } from '../certificate/model.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ListingSuspicion } from '../inventory/listing.ts'
import { isOutstanding } from '../inventory/merge.ts'
import { readingsOf } from '../inventory/readings.ts'
import { certificateAt, type Snapshot } from '../inventory/snapshot.ts'
import { switchCredentials } from '../inventory/zone-switch.ts'
import { AtWork } from './at-work.ts'
import { discoverZones, type ZoneSource } from './discovery.ts'
import type { Publisher } from './publisher.ts'
import { type CycleScope, questionsAbout, type ZoneQuestions } from './questions.ts'
import { type VisitOptions, visitZone, type ZoneReader } from './visit.ts'

export type CertificateSource = ZoneReader & ZoneSource

export interface CycleReport {
  readonly scope: CycleScope
  /** How many certificates were asked for. */
  readonly checked: number
  /** How many certificates, hostnames, stores and discoveries could not be read. */
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
  const atWork = new AtWork()
  const checked = new Set<string>()
  // Credentials do not wait for each other.
  const shares = credentialsOf(inventory.snapshot).map((credentials) =>
    serve(credentials, scope, { ...options, checked }, atWork, signal),
  )
  await Promise.all(shares)
  const seconds = clock.monotonic() - startedAt
  return { scope, checked: checked.size, failed: readingsOf(inventory.snapshot).filter(isOutstanding).length, seconds }
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
  atWork: AtWork,
  signal: AbortSignal,
): Promise<void> {
  const { clock, nextProbe } = share
  await atWork.during(work(credentials, scope, share, signal))
  for (let wait = nextProbe(credentials); wait !== undefined; wait = nextProbe(credentials)) {
    await clock.sleep(wait, AbortSignal.any([signal, atWork.allDone])).catch(() => signal.throwIfAborted())
    if (atWork.allDone.aborted) return
    await atWork.during(work(credentials, 'outstanding', share, signal))
  }
}

/** Finds the zones first, for what is found is visited at once. */
async function work(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const { inventory, clock, random } = share
  await discover(credentials, scope, share, signal)
  const now = clock.now()
  const questions = [...inventory.snapshot.zones.values()].flatMap(
    (zone) => questionsAbout(zone, credentials, scope, now) ?? [],
  )
  const waiting = shuffled(questions, random).values()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const zone of waiting) await visit(zone, share, signal)
    }),
  )
}

async function discover(credentials: string, scope: CycleScope, share: Share, signal: AbortSignal): Promise<void> {
  const { inventory, source, clock, discovered, suspicious } = share
  const discovery = inventory.snapshot.discoveries.get(credentials)
  if (!discovery || (scope === 'outstanding' && !isOutstanding(discovery.reading))) return
  const outcome = await discoverZones(source, credentials, signal)
  if (!outcome.ok && outcome.suspicion) suspicious(outcome.suspicion)
  const before = inventory.snapshot
  inventory.publishDiscovery(credentials, outcome, clock.now())
  discovered(credentials, before, inventory.snapshot)
}

/** A fault of our own in one zone must not keep the others from being visited. */
async function visit(questions: ZoneQuestions, share: Share, signal: AbortSignal): Promise<void> {
  try {
    await visitAndPublish(questions, share, signal)
  } catch (error) {
    signal.throwIfAborted()
    share.internalError(error, { zoneId: questions.zoneId, name: questions.zoneId })
  }
}

async function visitAndPublish(questions: ZoneQuestions, share: Share, signal: AbortSignal): Promise<void> {
  const report = await visitZone(questions, share, signal)
  for (const listing of report.listings.values()) {
    if (!listing.ok && listing.suspicion) share.suspicious(listing.suspicion)
  }
  for (const key of report.checks.keys()) share.checked.add(key)
  await share.publisher.publish(report)
}

/** Another order every time: in an outage the first one is the probe, and it must not always be the same. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = items.map((item) => ({ item, position: random() })).sort((a, b) => a.position - b.position)
  return order.map(({ item }) => item)
}

function credentialsOf({ zones, discoveries }: Snapshot): readonly string[] {
  const names = [...zones.values()].flatMap((zone) => [
    ...[...zone.certificates.values(), ...zone.hostnames.values(), ...zone.stores.values()].map(
      ({ entry }) => entry.credentials,
    ),
    switchCredentials(zone) ?? [],
  ])
  return [...new Set([...discoveries.keys(), ...names.flat()])]
}
