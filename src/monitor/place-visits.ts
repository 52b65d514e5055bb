import type { Seconds } from '../certificate/model.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import { wasAskedSince } from '../inventory/read-histories.ts'
import type { WatchedPlace } from '../inventory/snapshot.ts'
import type { CycleOptions } from './cycle.ts'
import { type CycleScope, questionsAbout } from './questions.ts'
import { reportOn } from './repeated-visit.ts'
import { shuffled } from './shuffled.ts'
import { Unpublished } from './unpublished.ts'

/** One credential's part of a cycle. */
export interface Share extends CycleOptions {
  readonly credentials: string
  readonly scope: CycleScope
  /** The keys of the certificates that were asked for. Visits add to it. */
  readonly checked: Set<string>
}

/** One for each connection to the API. The real limit is the pace of the credential. */
const concurrency = 8

/** What time alone changes, such as a proof that becomes stale, is worked out anew so often. */
const longestSkipped: Seconds = 600

/**
 * Visits these places in random order, and publishes what is found in each. In an outage one place is visited after the other,
 * because a single request is sent for all of them.
 * @param keys of places; those that are no longer watched are skipped
 * @throws the signal's reason, once that is aborted
 */
export async function visitPlaces(keys: readonly string[], share: Share, signal: AbortSignal): Promise<void> {
  const waiting = shuffled(keys, share.random).values()
  const unpublished = new Unpublished()
  const isOutage = () => share.probeDueIn(share.credentials) !== undefined
  const worker = async (isWanted: () => boolean) => {
    while (isWanted()) {
      const { value: key, done } = waiting.next()
      if (done) return
      await visit(key, share, unpublished, signal)
      await unpublished.room()
    }
  }
  await worker(isOutage)
  await Promise.all(Array.from({ length: concurrency }, () => worker(() => true)))
  await unpublished.all()
}

/** Visits one place. An error of the program itself is reported and does not keep the others from being visited. */
async function visit(key: string, share: Share, unpublished: Unpublished, signal: AbortSignal): Promise<void> {
  const { credentials, scope, inventory, clock, publisher } = share
  // The place is looked up only now, because a reload may have changed what is watched since the cycle began.
  const place = inventory.snapshot.places.get(key)
  if (!place || (scope === 'outstanding' && wouldChangeNothing(place, share))) return
  const { scopeId } = place
  const failed = (error: unknown) => share.internalError(error, { scope: place.scope, scopeId, name: scopeId })
  try {
    const questions = questionsAbout(place, credentials, scope, clock.now())
    if (!questions) return
    const report = await reportOn(questions, place, scope, share, signal)
    count(report, share)
    unpublished.add(publisher.publish(report).catch(failed))
  } catch (error) {
    signal.throwIfAborted()
    failed(error)
  }
}

/** In an outage, before the next probe is due, no request is sent. */
function wouldChangeNothing(place: WatchedPlace, { credentials, probeDueIn, clock }: Share): boolean {
  const seconds = probeDueIn(credentials)
  return seconds !== undefined && seconds > 0 && wasAskedSince(place, credentials, clock.now() - longestSkipped)
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
