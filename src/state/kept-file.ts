import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { NotAFile } from './open-regular.ts'
import { Ownership, type SharedWith } from './ownership.ts'
import type { StateHost } from './state-disk.ts'
import type { Restoration } from './state-file.ts'
import { StateText } from './state-text.ts'
import type { WriteMark } from './write-mark.ts'

export type WriteResult =
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly detail: string }
  /** Is called when another process writes the file. */
  | { readonly kind: 'stood_back' }

export interface KeptFileOptions {
  readonly path: string
  readonly host: StateHost
  /** The wall clock. The file contains its time. */
  readonly clock: Clock
  /** Another process counts as gone after this time without a write. */
  readonly silence: () => Seconds
  /** Is called with a file that appeared in the meantime, could not be used, and was moved away. */
  readonly onSetAside: (restoration: Restoration & { kind: 'set_aside' }) => void
}

const secondsBetweenTidyings: Seconds = 600

/** The state file that this process writes. Before each write it checks who wrote the file last. */
export class KeptFile {
  readonly #options: KeptFileOptions
  readonly #text = new StateText()
  readonly #ownership: Ownership
  #tidiedAt: Seconds | undefined

  /** @param restored the mark of the file that was read at the start */
  constructor(options: KeptFileOptions, restored: WriteMark | undefined) {
    this.#options = options
    this.#ownership = new Ownership(options.host.disk.name(), restored)
  }

  get sharedWith(): SharedWith | undefined {
    return this.#ownership.sharedWith
  }

  /**
   * Writes the file if this process may write it. Never throws.
   * @param isLast true if this process makes no further write
   */
  async write(snapshot: Snapshot, isLast: boolean): Promise<WriteResult> {
    const { path, host, clock, silence } = this.#options
    try {
      const found = await this.#lastWrite()
      const verdict = this.#ownership.judge(found, host.clock.monotonic(), silence())
      if (verdict === 'stand_back') return { kind: 'stood_back' }
      const mark = this.#ownership.next(clock.now(), isLast)
      await host.disk.replace(path, this.#text.slices(snapshot, mark), host.disk.name())
      this.#ownership.wrote(mark)
    } catch (error) {
      return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) }
    }
    await this.#tidy()
    return { kind: 'written' }
  }

  /**
   * Returns the mark of the file, or undefined if there is no file. A file that cannot be used is moved away, so that it is not
   * overwritten.
   */
  async #lastWrite(): Promise<WriteMark | undefined> {
    const { path, host, onSetAside } = this.#options
    const found = await host.disk.lastWrite(path)
    if (found === 'absent') return undefined
    if (found !== 'unknown') return found
    const restoration = await host.disk.restore(path)
    if (restoration.kind === 'in_the_way')
      throw new NotAFile(`it is not written over what is there: ${restoration.detail}`)
    if (restoration.kind === 'set_aside') onSetAside(restoration)
    return restoration.kind === 'restored' ? restoration.state.mark : undefined
  }

  async #tidy(): Promise<void> {
    const { path, host } = this.#options
    const now = host.clock.monotonic()
    if (this.#tidiedAt !== undefined && now - this.#tidiedAt < secondsBetweenTidyings) return
    this.#tidiedAt = now
    // A temporary file that stays behind only takes up room on the disk.
    await host.disk.removeLeftovers(path).catch(() => undefined)
  }
}
