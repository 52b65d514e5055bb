import type { Logger } from 'pino'
import type { DroppedEntries } from './format.ts'
import type { SharedWith } from './ownership.ts'
import type { Restoration } from './state-file.ts'

/** Logs what happens to the state file. */
export class StateJournal {
  readonly #log: Logger
  readonly #path: string
  #shared: SharedWith | undefined
  #isUnreadTold = false

  constructor(log: Logger, path: string) {
    this.#log = log.child({ path })
    this.#path = path
  }

  /** True if the start continued before the state had been read. */
  get isUnreadTold(): boolean {
    return this.#isUnreadTold
  }

  /** @param known the number of certificates of which something is known now */
  restored(restoration: Restoration, known: () => number): void {
    switch (restoration.kind) {
      case 'absent':
        this.#log.info({ event: 'state_absent' }, 'there is no state to restore yet')
        return
      case 'set_aside':
        this.#setAside(restoration.detail, restoration.to)
        return
      case 'in_the_way':
        this.#setAside(`${restoration.detail}; it stays where it is and nothing is written over it`, undefined)
        return
      case 'restored':
        this.#dropped(restoration.dropped)
        this.#log.info(
          { event: 'state_restored', known: known() },
          `restored what was known of ${known()} certificates`,
        )
    }
  }

  unread(): void {
    this.#isUnreadTold = true
    this.#log.warn(
      { event: 'state_unread' },
      'the state file cannot be read yet: the daemon starts without it, adds its values once they are read, and writes nothing before',
    )
  }

  writeFailed(detail: string): void {
    this.#log.error(
      { event: 'state_write_failed', detail },
      `the state file cannot be written, so a restart would lose what is known: ${detail}`,
    )
  }

  writtenAgain(): void {
    this.#log.info({ event: 'state_written_again' }, 'the state is written again')
  }

  /** Logs each other process once, and logs once when there is none any more. */
  shared(sharedWith: SharedWith | undefined): void {
    const before = this.#shared
    this.#shared = sharedWith
    if (before?.id === sharedWith?.id && before?.writer === sharedWith?.writer) return
    if (!sharedWith) {
      this.#log.info({ event: 'state_not_shared' }, 'no other process writes the state file any more')
      return
    }
    const { id, writer } = sharedWith
    const who = writer === 'other' ? 'this one stops writing while the other continues' : 'this one goes on writing'
    this.#log.error(
      { event: 'state_shared', other: id, writer },
      `another process writes ${this.#path} too, and ${who}: give each daemon its own state.path`,
    )
  }

  #setAside(detail: string, to: string | undefined): void {
    this.#log.warn(
      { event: 'state_set_aside', detail, to },
      `the state file cannot be used, so the daemon starts without it: ${detail}`,
    )
  }

  #dropped(dropped: DroppedEntries | undefined): void {
    if (!dropped) return
    const { count, detail } = dropped
    const entries = count === 1 ? 'one entry' : `${count} entries`
    this.#log.warn(
      { event: 'state_entries_dropped', count, detail },
      `${entries} of the state cannot be used, and the rest is restored: ${detail}`,
    )
  }
}
