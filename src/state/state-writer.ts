import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { WriteResult } from './kept-file.ts'

/** How long a write is waited for. After that the values are shown without it. */
export const longestWait: Seconds = 2

/** A failed write is made again after this time, even if nothing changes. */
const secondsBeforeRetry: Seconds = 30

export interface StateWriterOptions {
  /** Writes once. Never rejects, and may never resolve. */
  readonly write: (snapshot: Snapshot, isLast: boolean) => Promise<WriteResult>
  /** What is known now. */
  readonly snapshot: () => Snapshot
  /** The clock for the time limits. */
  readonly clock: Clock
  /** Is called with the result of each write. The success of an overdue write is not reported if another write follows. */
  readonly onResult: (result: WriteResult) => void
  /** Is called once for a write that has not ended in time. The write continues, and its result is reported too. */
  readonly onOverdue: () => void
}

interface Wanted {
  readonly snapshot: Snapshot
  readonly done: PromiseWithResolvers<void>
}

/** Makes the writes one after the other, so that a disk that hangs blocks only one thread of the process. */
export class StateWriter {
  readonly #options: StateWriterOptions
  readonly #stopping = new AbortController()
  /** What is about to be known. It is written before it is shown. */
  #wanted: Wanted | undefined
  #isChanged = false
  #present: Promise<void> | undefined
  #isOverdue = false
  #isRetryPlanned = false

  constructor(options: StateWriterOptions) {
    this.#options = options
  }

  /** Writes what is known at that moment, after the write that is under way. */
  changed(): void {
    this.#isChanged = true
    this.#begin()
  }

  /** Writes what is about to be known. Resolves when it is on the disk, when the write failed, or when the time limit has passed. */
  async write(next: Snapshot): Promise<void> {
    if (this.#isOverdue) return this.changed()
    this.#wanted?.done.resolve()
    const wanted = { snapshot: next, done: Promise.withResolvers<void>() }
    this.#wanted = wanted
    this.#begin()
    if (await this.#isInTime(wanted.done.promise)) return
    this.#overdue()
    // More may be known when its turn comes.
    if (this.#wanted === wanted) this.#wanted = undefined
    this.changed()
  }

  /** Resolves when everything is written. */
  async idle(): Promise<void> {
    await this.#present
  }

  /** Makes the last write. Resolves when it is done, or when the time limit has passed. */
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
    // A reader has been told that this mark is the last one, and another write follows.
    const isLast = this.#stopping.signal.aborted && !this.#isChanged
    const writing = write(snapshot, isLast)
    if (!(await this.#isInTime(writing))) this.#overdue()
    const result = await writing
    const wasOverdue = this.#isOverdue
    this.#isOverdue = false
    if (result.kind !== 'written') this.#retryLater()
    // What was shown in the meantime without waiting is in the next write only.
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
    // The wait was aborted. The last write is made without it.
    void retry.catch(() => undefined)
  }
}
