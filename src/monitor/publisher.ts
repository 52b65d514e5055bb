import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import type { ZoneReport } from '../inventory/zone-report.ts'

export interface PublisherOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  /** Is called for every report once it is published. */
  readonly published: (report: ZoneReport, previous: WatchedZone, next: WatchedZone) => void
  /** Saves what is about to be published. It never rejects and does not wait for ever. Without it nothing is saved. */
  readonly keep?: (next: Snapshot) => Promise<void>
}

/**
 * Publishes what visits to zones found. News is saved first and published then, so that the next process knows whatever a scrape has
 * shown. A report without news is published at once, and saved together with the next news. Reports that come in while something is
 * being saved wait and are saved together.
 */
export class Publisher {
  readonly #options: PublisherOptions
  #waiting: ZoneReport[] = []
  #present: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Resolves when this report is published. */
  publish(report: ZoneReport): Promise<void> {
    this.#waiting.push(report)
    // A failure concerns only those who wait for that publication.
    this.#next ??= this.#present
      .catch(() => undefined)
      .then(() => {
        this.#present = this.#flush()
        return this.#present
      })
    return this.#next
  }

  async #flush(): Promise<void> {
    const { inventory, clock, keep, published } = this.#options
    const reports = this.#waiting
    this.#waiting = []
    this.#next = undefined
    const now = clock.now()
    const preview = inventory.previewOf(reports, now)
    if (keep && tellsSomethingNew(preview.from, preview.snapshot, reports)) await keep(preview.snapshot)
    // A reload may have changed in the meantime what is watched.
    const before = inventory.snapshot
    inventory.publish(reports, now, preview)
    for (const report of reports) {
      const [previous, next] = [before, inventory.snapshot].map(({ zones }) => zones.get(report.zoneId))
      if (previous && next) published(report, previous, next)
    }
  }
}

function tellsSomethingNew(before: Snapshot, after: Snapshot, reports: readonly ZoneReport[]): boolean {
  return reports.some(({ zoneId }) => {
    const [previous, next] = [before.zones.get(zoneId), after.zones.get(zoneId)]
    return previous !== undefined && next !== undefined && hasNews(previous, next)
  })
}

function hasNews(previous: WatchedZone, next: WatchedZone): boolean {
  return (
    previous.zoneSwitch.enabled !== next.zoneSwitch.enabled ||
    differ(previous.certificates, next.certificates, (a, b) => a?.known === b?.known) ||
    differ(previous.hostnames, next.hostnames, (a, b) => a?.association === b?.association) ||
    differ(previous.stores, next.stores, (a, b) => a?.listed === b?.listed)
  )
}

function differ<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  isSame: (a: T | undefined, b: T | undefined) => boolean,
): boolean {
  return before.size !== after.size || [...after].some(([key, value]) => !isSame(before.get(key), value))
}
