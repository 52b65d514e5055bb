import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import { placeKeyOf } from '../inventory/places.ts'
import type { Snapshot, WatchedPlace, WatchedZone } from '../inventory/snapshot.ts'

export interface PublisherOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  /** Is called for every report once it is published. */
  readonly published: (report: PlaceReport, previous: WatchedPlace, next: WatchedPlace) => void
  /** Saves what is about to be published. It never rejects and does not wait for ever. Without it nothing is saved. */
  readonly keep?: (next: Snapshot) => Promise<void>
}

/** Saving takes at most this part of the time, so that the file of a large fleet is not written anew for every few zones. */
const partForSaving = 1 / 10
/** Nobody waits longer than this for another one's saving. */
const longestPause: Seconds = 1
/** So many reports are saved without a pause: the visits wait for them. */
export const mostWaiting = 128

/**
 * Publishes what visits to zones and accounts found. News is saved first and published then, so that the next process knows whatever a scrape has
 * shown. A report without news is saved together with the next news. Reports that come in while something is being saved, and for a short while
 * after it, wait and are saved together.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #stopping = new AbortController()
  /** By the monotonic clock. */
  #nextSaving: Seconds = Number.NEGATIVE_INFINITY
  #isFull = Promise.withResolvers<void>()
  #waiting: PlaceReport[] = []
  #present: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Resolves when this report is published. */
  publish(report: PlaceReport): Promise<void> {
    this.#waiting.push(report)
    if (this.#waiting.length >= mostWaiting) this.#isFull.resolve()
    // A failure concerns only those who wait for that publication.
    this.#next ??= this.#present
      .catch(() => undefined)
      .then(() => this.#pause())
      .then(() => {
        this.#present = this.#flush()
        return this.#present
      })
    return this.#next
  }

  /** What waits is published without a pause from now on. */
  stop(): void {
    this.#stopping.abort()
  }

  async #pause(): Promise<void> {
    const { clock } = this.#options
    const seconds = this.#nextSaving - clock.monotonic()
    if (!(seconds > 0)) return
    const awake = new AbortController()
    const timer = clock.sleep(seconds, AbortSignal.any([awake.signal, this.#stopping.signal])).catch(() => undefined)
    await Promise.race([timer, this.#isFull.promise])
    awake.abort()
  }

  async #flush(): Promise<void> {
    const { inventory, clock, keep, published } = this.#options
    const reports = this.#waiting
    this.#waiting = []
    this.#isFull = Promise.withResolvers<void>()
    this.#next = undefined
    const now = clock.now()
    const preview = inventory.previewOf(reports, now)
    if (keep && tellsSomethingNew(preview.from, preview.snapshot, reports)) await this.#save(keep, preview.snapshot)
    // A reload may have changed in the meantime what is watched.
    const before = inventory.snapshot
    inventory.publish(reports, now, preview)
    for (const report of reports) {
      const [previous, next] = [before, inventory.snapshot].map(({ places }) => places.get(placeKeyOf(report)))
      if (previous && next) published(report, previous, next)
    }
  }

  async #save(keep: (next: Snapshot) => Promise<void>, next: Snapshot): Promise<void> {
    const { clock } = this.#options
    const begun = clock.monotonic()
    await keep(next)
    const ended = clock.monotonic()
    this.#nextSaving = ended + Math.min(longestPause, (ended - begun) * (1 / partForSaving - 1))
  }
}

function tellsSomethingNew(before: Snapshot, after: Snapshot, reports: readonly PlaceReport[]): boolean {
  return reports.some((report) => {
    const key = placeKeyOf(report)
    const [previous, next] = [before.places.get(key), after.places.get(key)]
    return previous !== undefined && next !== undefined && hasNews(previous, next)
  })
}

function hasNews(previous: WatchedPlace, next: WatchedPlace): boolean {
  return (
    (previous.scope === 'zone' && next.scope === 'zone' && hasZoneNews(previous, next)) ||
    differ(previous.certificates, next.certificates, (a, b) => a?.known === b?.known) ||
    differ(previous.stores, next.stores, (a, b) => a?.listed === b?.listed)
  )
}

function hasZoneNews(previous: WatchedZone, next: WatchedZone): boolean {
  return (
    previous.zoneSwitch.enabled !== next.zoneSwitch.enabled ||
    differ(previous.hostnames, next.hostnames, (a, b) => a?.association === b?.association)
  )
}

function differ<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  isSame: (a: T | undefined, b: T | undefined) => boolean,
): boolean {
  return before.size !== after.size || [...after].some(([key, value]) => !isSame(before.get(key), value))
}
