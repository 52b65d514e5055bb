import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import type { ZoneReport } from '../inventory/zone-report.ts'

export interface PublisherOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  /** Is told of every report once it is published. */
  readonly published: (report: ZoneReport, previous: WatchedZone, next: WatchedZone) => void
  /** Keeps what is about to be known; never rejects, and does not wait for ever. Without it nothing is kept. */
  readonly keep?: (next: Snapshot) => Promise<void>
}

/**
 * Publishes what visits to zones found. What they tell anew is kept first and shown then: whatever a scrape has shown, the next
 * process knows. A success that tells nothing anew is not waited for; it is kept with whatever is kept next. While something is being kept, what comes in waits and is kept together.
 */
export class Publisher {
  readonly #options: PublisherOptions
  #waiting: ZoneReport[] = []
  #present: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Resolves when this is published. */
  publish(report: ZoneReport): Promise<void> {
    this.#waiting.push(report)
    // That one failed is told to those who wait for it, and holds up nobody else.
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
    const foreseen = inventory.after(reports, now)
    if (keep && tellsSomethingNew(foreseen.from, foreseen.snapshot, reports)) await keep(foreseen.snapshot)
    // A reload may have changed what is watched meanwhile.
    const before = inventory.snapshot
    inventory.publish(reports, now, foreseen)
    for (const report of reports) {
      const [previous, next] = [before, inventory.snapshot].map(({ zones }) => zones.get(report.zoneId))
      if (previous && next) published(report, previous, next)
    }
  }
}

function tellsSomethingNew(before: Snapshot, after: Snapshot, reports: readonly ZoneReport[]): boolean {
  return reports.some(({ zoneId }) => {
    const [previous, next] = [before.zones.get(zoneId), after.zones.get(zoneId)]
    return previous !== undefined && next !== undefined && isNews(previous, next)
  })
}

function isNews(previous: WatchedZone, next: WatchedZone): boolean {
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
