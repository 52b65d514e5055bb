import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { CheckOutcome } from '../inventory/merge.ts'
import type { Snapshot, WatchedCertificate } from '../inventory/snapshot.ts'

export type Outcomes = ReadonlyMap<string, CheckOutcome>

export interface PublisherOptions {
  readonly inventory: Inventory
  readonly clock: Clock
  /** Is told of every check once it is published. */
  readonly checked: (previous: WatchedCertificate, next: WatchedCertificate) => void
  /** Keeps what is about to be known; never rejects. Without it nothing is kept. */
  readonly keep?: (next: Snapshot) => Promise<void>
}

/**
 * Publishes how checks ended. What they tell anew is kept first and shown then: whatever a scrape has shown, the next process knows.
 * While something is being kept, what comes in waits and is kept together.
 */
export class Publisher {
  readonly #options: PublisherOptions
  #waiting = new Map<string, CheckOutcome>()
  #present: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Resolves when these are published. */
  publish(outcomes: Outcomes): Promise<void> {
    for (const [key, outcome] of outcomes) this.#waiting.set(key, outcome)
    this.#next ??= this.#present.then(() => {
      this.#present = this.#flush()
      return this.#present
    })
    return this.#next
  }

  async #flush(): Promise<void> {
    const { inventory, clock, keep } = this.#options
    const outcomes = this.#waiting
    this.#waiting = new Map()
    this.#next = undefined
    const now = clock.now()
    if (keep) {
      const next = inventory.after(outcomes, now)
      if (tellsSomethingNew(inventory.snapshot, next, outcomes)) await keep(next)
    }
    // Not `next`: a reload may have changed what is watched meanwhile.
    const before = inventory.snapshot
    inventory.publish(outcomes, now)
    this.#report(before, inventory.snapshot, outcomes)
  }

  #report(before: Snapshot, after: Snapshot, outcomes: Outcomes): void {
    for (const key of outcomes.keys()) {
      const previous = before.get(key)
      const next = after.get(key)
      if (previous && next) this.#options.checked(previous, next)
    }
  }
}

function tellsSomethingNew(before: Snapshot, after: Snapshot, outcomes: Outcomes): boolean {
  return [...outcomes.keys()].some((key) => before.get(key)?.known !== after.get(key)?.known)
}
