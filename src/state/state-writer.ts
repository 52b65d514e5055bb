import type { Clock } from '../clock.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { replaceState } from './state-file.ts'
import { StateText } from './text.ts'

export interface StateWriterOptions {
  readonly path: string
  /** What is known now. */
  readonly snapshot: () => Snapshot
  readonly clock: Clock
  /** Is told of a disk that is full or read-only; what is in memory stays. */
  readonly onFailure: (error: unknown) => void
}

/** Writes the state, one write after the other. */
export class StateWriter {
  readonly #options: StateWriterOptions
  readonly #text = new StateText()
  #queue: Promise<void> = Promise.resolve()
  #isQueued = false

  constructor(options: StateWriterOptions) {
    this.#options = options
  }

  /** Writes what is known by then, once what is under way is written. */
  changed(): void {
    if (this.#isQueued) return
    this.#isQueued = true
    void this.#enqueue(() => {
      this.#isQueued = false
      return this.#options.snapshot()
    })
  }

  /** Writes what will be known. Resolves once it is on the disk, or that failed. */
  write(next: Snapshot): Promise<void> {
    return this.#enqueue(() => next)
  }

  /** Resolves when everything is written. */
  idle(): Promise<void> {
    return this.#queue
  }

  #enqueue(take: () => Snapshot): Promise<void> {
    this.#queue = this.#queue.then(() => this.#write(take()))
    return this.#queue
  }

  async #write(snapshot: Snapshot): Promise<void> {
    const { path, clock, onFailure } = this.#options
    try {
      await replaceState(path, this.#text.slices(snapshot, clock.now()))
    } catch (error) {
      onFailure(error)
    }
  }
}
