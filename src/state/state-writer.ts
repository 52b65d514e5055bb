import type { Clock } from '../clock.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { writeState } from './format.ts'
import { replaceState } from './state-file.ts'

export interface StateWriterOptions {
  readonly path: string
  readonly snapshot: () => Snapshot
  readonly clock: Clock
  /** Is told of a disk that is full or read-only; what is in memory stays. */
  readonly onFailure: (error: unknown) => void
}

/**
 * A first cycle over thousands of zones changes something all the time, and a write is all of it. By size, not by how long a write
 * took: on a slow disk what is new would wait longest.
 */
const charactersPerSecond = 5_000_000

/** Writes the state, one write at a time; what changes meanwhile is written with the next one. */
export class StateWriter {
  readonly #options: StateWriterOptions
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #dirty = false

  constructor(options: StateWriterOptions) {
    this.#options = options
  }

  /** Something has changed. */
  changed(): void {
    this.#dirty = true
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined
    })
  }

  /** Writes what is left to write, and nothing after that. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('shutting down'))
    await this.#running
    if (this.#dirty) await this.#write()
  }

  async #drain(): Promise<void> {
    const { clock } = this.#options
    while (this.#dirty && !this.#stop.signal.aborted) {
      const written = await this.#write()
      await clock.sleep(written / charactersPerSecond, this.#stop.signal).catch(() => undefined)
    }
  }

  /** Resolves with how many characters it tried to write. */
  async #write(): Promise<number> {
    const { path, snapshot, clock, onFailure } = this.#options
    this.#dirty = false
    const text = writeState(snapshot(), clock.now())
    try {
      await replaceState(path, text)
    } catch (error) {
      onFailure(error)
    }
    return text.length
  }
}
