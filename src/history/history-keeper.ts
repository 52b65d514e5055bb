import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import { historySlices, readHistory } from './history-text.ts'
import type { Change, Histories, Observation } from './model.ts'
import { observe } from './observe.ts'

/** What the disk does with the file of histories. Each of them may never end. */
export interface HistoryDisk {
  /** @returns undefined if there is no file */
  readonly read: () => Promise<string | undefined>
  /** Replaces the file atomically. */
  readonly replace: (slices: Iterable<string>) => Promise<void>
  /** Moves a file away that cannot be used. */
  readonly setAside: () => Promise<void>
}

export type HistoryEvent =
  | { readonly event: 'history_unread'; readonly detail: string }
  | { readonly event: 'history_entries_dropped'; readonly dropped: number }
  | { readonly event: 'history_write_failed'; readonly detail: string }

export interface HistoryKeeperOptions {
  /** Undefined: nothing is kept on disk. */
  readonly disk: HistoryDisk | undefined
  /** The clock of what is recorded. */
  readonly clock: Clock
  /** Real time, for waiting for the disk. */
  readonly hostClock: Clock
  readonly look: (now: UnixSeconds) => readonly Observation[]
  /** Whether this process may write: another one may have the state. */
  readonly mayWrite: () => boolean
  readonly on: (event: HistoryEvent) => void
}

const everySeconds: Seconds = 60
/** The disk may hang. Nothing waits for it for longer. */
const longestWaitSeconds: Seconds = 2

/**
 * Looks at everything once a minute, and keeps what has changed. Whatever happens between two looks, or after the last write of a process
 * that is killed, is lost: at most a minute.
 */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions
  readonly #stopping = new AbortController()
  #histories: Histories = new Map()
  #written: Histories = this.#histories
  #isReadable = false
  #told: string | undefined
  #writing: Promise<void> | undefined
  #running: Promise<void> | undefined

  constructor(options: HistoryKeeperOptions) {
    this.#options = options
  }

  /** The changes of the last 90 days, the oldest first, with the state in which they began. */
  of(key: string): readonly Change[] {
    return this.#histories.get(key)?.changes ?? []
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Looks and writes for the last time. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    if (!this.#isReadable) return
    this.#look()
    // One that has begun before does not have the last look.
    await this.#limited(this.#write().then(() => this.#write()))
  }

  async #run(): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stopping
    // What has been known must not be written over by what is seen first.
    await Promise.race([this.#restore(), aborted(signal)])
    while (!signal.aborted) {
      this.#look()
      void this.#write()
      await clock.sleep(everySeconds, signal).catch(() => undefined)
    }
  }

  async #restore(): Promise<void> {
    const { disk, on } = this.#options
    try {
      const text = await disk?.read()
      const reading = text === undefined ? { histories: new Map(), dropped: 0 } : readHistory(text)
      if (reading) {
        this.#histories = reading.histories
        this.#written = reading.histories
        if (reading.dropped > 0) on({ event: 'history_entries_dropped', dropped: reading.dropped })
      } else {
        await disk?.setAside()
        on({ event: 'history_unread', detail: 'it is no file of histories, and was moved away' })
      }
      this.#isReadable = true
    } catch (error) {
      // The file stays as it is, and this process keeps its history in memory.
      on({ event: 'history_unread', detail: wordsOf(error) })
    }
  }

  #look(): void {
    const now = this.#options.clock.now()
    const next = observe(this.#histories, this.#options.look(now), now)
    if (!isSame(this.#histories, next)) this.#histories = next
  }

  /** One write at a time. The next look writes what came meanwhile. */
  async #write(): Promise<void> {
    if (this.#writing) return this.#writing
    this.#writing = this.#writeOnce()
    await this.#writing
    this.#writing = undefined
  }

  async #writeOnce(): Promise<void> {
    const { disk, mayWrite, on } = this.#options
    const histories = this.#histories
    if (!disk || !this.#isReadable || histories === this.#written || !mayWrite()) return
    try {
      await disk.replace(historySlices(histories))
      this.#written = histories
      this.#told = undefined
    } catch (error) {
      const detail = wordsOf(error)
      if (detail !== this.#told) on({ event: 'history_write_failed', detail })
      this.#told = detail
    }
  }

  async #limited(work: Promise<void>): Promise<void> {
    const enough = new AbortController()
    await Promise.race([work, this.#options.hostClock.sleep(longestWaitSeconds, enough.signal).catch(() => undefined)])
    enough.abort()
  }
}

function isSame(before: Histories, after: Histories): boolean {
  return before.size === after.size && [...after].every(([key, history]) => before.get(key) === history)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
