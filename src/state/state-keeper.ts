import type { Logger } from 'pino'
import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { allCertificatesOf } from '../inventory/watched-bundle.ts'
import { KeptFile, type WriteResult } from './kept-file.ts'
import type { StateHost } from './state-disk.ts'
import type { Restoration } from './state-file.ts'
import { StateJournal } from './state-journal.ts'
import type { StateTrouble } from './state-trouble.ts'
import { longestWait, StateWriter } from './state-writer.ts'

export interface StateKeeperOptions {
  /** Undefined if no state is kept. */
  readonly path: string | undefined
  readonly host: StateHost
  readonly inventory: Inventory
  /** The wall clock of the daemon. */
  readonly clock: Clock
  readonly log: Logger
  /** The longest time between two planned cycles. Each of these cycles writes. */
  readonly interval: () => Seconds
  /** Is called when the state was restored after the start had continued without it. It may bring back what was deleted meanwhile. */
  readonly onRestoredLate: () => void
  /** Is called with every write that failed or does not end. */
  readonly onWriteFailure: () => void
}

interface Writing {
  readonly file: KeptFile
  readonly writer: StateWriter
}

/** How long the start waits for the state. Together with the half second for looking at the kind of file, this is two seconds. */
const longestStartWait: Seconds = 1.5

/** Another process that writes once an interval may be late by this factor. */
const shortestSilence: Seconds = 60

/** Keeps known values over a restart. The daemon continues, whatever is wrong with the file. */
export class StateKeeper {
  readonly #options: StateKeeperOptions
  readonly #journal: StateJournal | undefined
  /** Undefined if no state is kept, and until the file of the last process has been read. */
  #writing: Writing | undefined
  #isUnread = false
  #writtenAt: UnixSeconds | undefined
  #failure: string | undefined
  #hasWritten = false

  constructor(options: StateKeeperOptions) {
    this.#options = options
    if (options.path !== undefined) this.#journal = new StateJournal(options.log, options.path)
  }

  /** When the restored state was written. Undefined if none was restored, or not yet. */
  get restoredWrittenAt(): UnixSeconds | undefined {
    return this.#writtenAt
  }

  /** Whether the last write succeeded. Undefined if no state is kept, and before the first write. */
  get lastWriteSuccessful(): boolean | undefined {
    if (this.trouble && !this.#isWriter) return false
    return this.#hasWritten ? true : undefined
  }

  /** Why some known values would be lost by a restart now. Undefined if none would. */
  get trouble(): StateTrouble | undefined {
    if (this.#isUnread) return { kind: 'unread' }
    const shared = this.#writing?.file.sharedWith
    if (shared?.writer === 'other') return { kind: 'shared', writer: 'other' }
    if (this.#failure !== undefined) return { kind: 'unwritten', detail: this.#failure }
    return shared && { kind: 'shared', writer: 'this' }
  }

  get #isWriter(): boolean {
    const { trouble } = this
    return trouble?.kind === 'shared' && trouble.writer === 'this'
  }

  /**
   * Restores what the last process knew about the certificates that are watched now. Resolves when this is done or the time limit has
   * passed. After the limit it continues in the background, and nothing is written until it has ended.
   */
  async restore(): Promise<void> {
    const { path, host } = this.#options
    if (path === undefined) return
    const reading = host.disk.restore(path).then((restoration) => this.#adopt(path, restoration))
    this.#isUnread = true
    const waiting = new AbortController()
    const late = host.clock.sleep(longestStartWait, waiting.signal).catch(() => undefined)
    await Promise.race([reading, late])
    waiting.abort()
    if (this.#isUnread) this.#journal?.unread()
  }

  /** Writes what is about to be shown. Resolves when it is on the disk, or when the time limit has passed. */
  async keep(next: Snapshot): Promise<void> {
    await this.#writing?.writer.write(next)
  }

  /** Notes that something worth keeping has changed. */
  changed(): void {
    this.#writing?.writer.changed()
  }

  /** Writes what has not been written yet, if the disk allows it. */
  async stop(): Promise<void> {
    await this.#writing?.writer.stop()
  }

  #adopt(path: string, restoration: Restoration): void {
    const { inventory, clock } = this.#options
    const wasLate = this.#isUnread && this.#journal?.isUnreadTold === true
    this.#isUnread = false
    if (restoration.kind === 'restored') {
      const { writtenAt, mark: _, ...remembered } = restoration.state
      inventory.restore(remembered, clock.now())
      this.#writtenAt = writtenAt
    }
    this.#journal?.restored(restoration, () => knownOf(inventory.snapshot))
    this.#writing = this.#beginWriting(path, restoration)
    // Values that were found in the meantime have not been written yet.
    if (wasLate) this.changed()
    if (wasLate && restoration.kind === 'restored') this.#options.onRestoredLate()
  }

  #beginWriting(path: string, restoration: Restoration): Writing {
    const { host, clock, inventory, interval } = this.#options
    const file = new KeptFile(
      {
        path,
        host,
        clock,
        silence: () => Math.max(shortestSilence, interval() * 2),
        onSetAside: (aside) => this.#journal?.restored(aside, () => 0),
      },
      restoration.kind === 'restored' ? restoration.state.mark : undefined,
    )
    const writer = new StateWriter({
      write: (snapshot, isLast) => file.write(snapshot, isLast),
      snapshot: () => inventory.snapshot,
      clock: host.clock,
      onResult: (result) => this.#ended(result, file),
      onOverdue: () => this.#failed(`the write does not end: it has taken ${longestWait} s so far`),
    })
    return { file, writer }
  }

  #ended(result: WriteResult, { sharedWith }: KeptFile): void {
    this.#journal?.shared(sharedWith)
    if (result.kind === 'failed') {
      this.#failed(result.detail)
      return
    }
    if (result.kind === 'written') {
      this.#hasWritten = true
      if (this.#failure !== undefined) this.#journal?.writtenAgain()
    }
    this.#failure = undefined
  }

  #failed(detail: string): void {
    this.#options.onWriteFailure()
    if (detail !== this.#failure) this.#journal?.writeFailed(detail)
    this.#failure = detail
  }
}

function knownOf(snapshot: Snapshot): number {
  return allCertificatesOf(snapshot).filter(({ known }) => known).length
}
