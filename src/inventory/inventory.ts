import type { CertificateEntry, UnixSeconds } from '../certificate/model.ts'
import { type CheckOutcome, merge, unchecked } from './merge.ts'
import { keyOf, type Snapshot, type WatchedCertificate } from './snapshot.ts'

/** The one mutable cell of the program: the present snapshot, replaced whole by one assignment. */
export class Inventory {
  #snapshot: Snapshot = new Map()

  get snapshot(): Snapshot {
    return this.#snapshot
  }

  /** Watches these certificates and no others. What is known of those that stay is kept. */
  watch(entries: readonly CertificateEntry[]): void {
    this.#snapshot = new Map(
      entries.map((entry) => {
        const key = keyOf(entry)
        const previous = this.#snapshot.get(key)
        return [key, previous ? { ...previous, entry } : unchecked(entry)]
      }),
    )
  }

  /** Takes over what another process knew of the certificates that are watched. */
  restore(remembered: ReadonlyMap<string, Omit<WatchedCertificate, 'entry'>>): void {
    this.#snapshot = new Map(
      [...this.#snapshot].map(([key, certificate]) => [key, { ...certificate, ...remembered.get(key) }]),
    )
  }

  /** Publishes how these checks ended in one snapshot. */
  publish(outcomes: ReadonlyMap<string, CheckOutcome>, now: UnixSeconds): void {
    this.#snapshot = this.after(outcomes, now)
  }

  /** The snapshot that publishing these would make. Certificates that are no longer watched are passed over. */
  after(outcomes: ReadonlyMap<string, CheckOutcome>, now: UnixSeconds): Snapshot {
    const next = new Map(this.#snapshot)
    for (const [key, outcome] of outcomes) {
      const previous = next.get(key)
      if (previous) next.set(key, merge(previous, outcome, now))
    }
    return next
  }
}
