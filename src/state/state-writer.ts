import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { WriteResult } from './kept-file.ts'

/** So long a write is waited for; then what is in memory comes first. */
export const longestWait: Seconds = 2

/** What was not written is tried again after so long, also where nothing changes. */
const secondsBeforeRetry: Seconds = 30

export interface StateWriterOptions {
  /** Writes once; never rejects, and may never resolve. */
  readonly write: (snapshot: Snapshot, isLast: boolean) => Promise<WriteResult>
  /** What is known now. */
  readonly snapshot: () => Snapshot
  /** By which the disk is waited for. */
  readonly clock: Clock
  /** Is told how each write ended; of an overdue one not that it was done, where another has to follow. */
  readonly onResult: (result: WriteResult) => void
  /** Is told once of a write that has not ended in time. It goes on, and how it ends is told as well. */
  readonly onOverdue: () => void
}

interface Wanted {
  readonly snapshot: Snapshot
  readonly done: PromiseWithResolvers<void>
}

/** Writes the state, one write after the other, so that a disk that hangs holds one thread of the process and no more. */
export class StateWriter {
  readonly #options: StateWriterOptions
  readonly #stopping = new AbortController()
  /** What is to be known, and is written before it is shown. */
  #wanted: Wanted | undefined
  #isChanged = false
  #present: Promise<void> | undefined
  #isOverdue = false
  #isRetryPlanned = false

  constructor(options: StateWriterOptions) {
    this.#options = options
  }

  /** Writes what is known by then, once what is under way is written. */
  changed(): void {
    this.#isChanged = true
    this.#begin()
  }

  /** Writes what will be known. Resolves once it is on the disk, that failed, or the disk has been waited for long enough. */
  async write(next: Snapshot): Promise<void> {
    if (this.#isOverdue) return this.changed()
    this.#wanted?.done.resolve()
    const wanted = { snapshot: next, done: Promise.withResolvers<void>() }
    this.#wanted = wanted
    this.#begin()
    if (await this.#isInTime(wanted.done.promise)) return
    this.#overdue()
    // Until its turn comes more is known than this.
    if (this.#wanted === wanted) this.#wanted = undefined
    this.changed()
  }

  /** Resolves when everything is written. */
  async idle(): Promise<void> {
    await this.#present
  }

  /** Writes what is known now for the last time. Resolves once that is done, or has been waited for long enough. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('shutting down'))
    this.changed()
    await this.#isInTime(this.idle())
  }

  #begin(): void {
    this.#present ??= this.#writeAll().finally(() => {
      this.#present = undefined
    })
  }

  async #writeAll(): Promise<void> {
    while (this.#wanted || this.#isChanged) {
      const wanted = this.#wanted
      this.#wanted = undefined
      if (!wanted) this.#isChanged = false
      await this.#writeOnce(wanted?.snapshot ?? this.#options.snapshot())
      wanted?.done.resolve()
    }
  }

  async #writeOnce(snapshot: Snapshot): Promise<void> {
    const { write, onResult } = this.#options
    // Not the one of which a reader has been told that it is the last, while another one follows.
    const isLast = this.#stopping.signal.aborted && !this.#isChanged
    const writing = write(snapshot, isLast)
    if (!(await this.#isInTime(writing))) this.#overdue()
    const result = await writing
    const wasOverdue = this.#isOverdue
    this.#isOverdue = false
    if (result.kind !== 'written') this.#retryLater()
    // What was shown meanwhile, without being waited for, is in the next write only.
    else if (wasOverdue && this.#isChanged) return
    onResult(result)
  }

  #overdue(): void {
    if (this.#isOverdue) return
    this.#isOverdue = true
    this.#options.onOverdue()
  }

  async #isInTime(work: Promise<unknown>): Promise<boolean> {
    const done = new AbortController()
    const late = this.#options.clock.sleep(longestWait, done.signal).then(
      () => false,
      () => true,
    )
    const inTime = await Promise.race([work.then(() => true), late])
    done.abort()
    return inTime
  }

  #retryLater(): void {
    const { clock } = this.#options
    if (this.#isRetryPlanned || this.#stopping.signal.aborted) return
    this.#isRetryPlanned = true
    const retry = clock.sleep(secondsBeforeRetry, this.#stopping.signal).then(() => {
      this.#isRetryPlanned = false
      this.changed()
    })
    // Aborted: the last write is made without it.
    void retry.catch(() => undefined)
  }
}
