import type { Logger } from 'pino'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { certificatesOf, type Snapshot } from '../inventory/snapshot.ts'
import type { DroppedEntries } from './format.ts'
import { restoreState } from './state-file.ts'
import { StateWriter } from './state-writer.ts'

export interface StateKeeperOptions {
  /** Undefined: nothing is kept. */
  readonly path: string | undefined
  readonly inventory: Inventory
  readonly clock: Clock
  readonly log: Logger
  /** Is told of every write that failed. */
  readonly onWriteFailure: () => void
}

/** Carries what is known over a restart. Whatever goes wrong with the file, the daemon goes on. */
export class StateKeeper {
  readonly #options: StateKeeperOptions
  readonly #writer: StateWriter | undefined
  #writtenAt: UnixSeconds | undefined

  constructor(options: StateKeeperOptions) {
    this.#options = options
    const { path, inventory, clock } = options
    if (path === undefined) return
    const onFailure = (error: unknown) => this.#failed(path, error)
    this.#writer = new StateWriter({ path, snapshot: () => inventory.snapshot, clock, onFailure })
  }

  /** When the state that was restored had been written; undefined where none was. */
  get restoredWrittenAt(): UnixSeconds | undefined {
    return this.#writtenAt
  }

  /** Gives back what the last process knew of the certificates that are watched now. */
  async restore(): Promise<void> {
    const { path, inventory, clock, log } = this.#options
    if (path === undefined) return
    const restoration = await restoreState(path)
    if (restoration.kind === 'absent') log.info({ event: 'state_absent', path }, 'there is no state to restore yet')
    if (restoration.kind === 'set_aside') {
      const { detail, to } = restoration
      log.warn(
        { event: 'state_set_aside', path, detail, to },
        `the state cannot be used, the start goes on without it: ${detail}`,
      )
    }
    if (restoration.kind !== 'restored') return
    this.#tellDropped(path, restoration.dropped)
    const { writtenAt, ...remembered } = restoration.state
    inventory.restore(remembered, clock.now())
    this.#writtenAt = writtenAt
    const known = certificatesOf(inventory.snapshot).filter((certificate) => certificate.known).length
    log.info({ event: 'state_restored', path, known }, `restored what was known of ${known} certificates`)
  }

  /** Keeps what will be known. Resolves once it is on the disk, or that failed. */
  async keep(next: Snapshot): Promise<void> {
    await this.#writer?.write(next)
  }

  /** Something has changed that is worth keeping. */
  changed(): void {
    this.#writer?.changed()
  }

  /** Writes what is left to write. */
  async stop(): Promise<void> {
    this.changed()
    await this.#writer?.idle()
  }

  #tellDropped(path: string, dropped: DroppedEntries | undefined): void {
    if (!dropped) return
    const { count, detail } = dropped
    const entries = count === 1 ? 'one entry' : `${count} entries`
    this.#options.log.warn(
      { event: 'state_entries_dropped', path, count, detail },
      `${entries} of the state cannot be used, and the rest is restored: ${detail}`,
    )
  }

  #failed(path: string, error: unknown): void {
    const { log, onWriteFailure } = this.#options
    onWriteFailure()
    const detail = error instanceof Error ? error.message : String(error)
    log.error(
      { event: 'state_write_failed', path, detail },
      `the state cannot be written, a restart would forget it: ${detail}`,
    )
  }
}
