import { mostWaiting } from './publisher.ts'

/** So many places may wait to be saved and shown: some beside those that are being saved. A write of the state takes as long for one as for all. */
const most = 2 * mostWaiting

/** What visits have found and nobody sees yet. The next visits need not wait for it. */
export class Unpublished {
  readonly #waiting = new Set<Promise<void>>()

  /** @param publication must not reject */
  add(publication: Promise<void>): void {
    this.#waiting.add(publication)
    void publication.then(() => this.#waiting.delete(publication))
  }

  /** Resolves when another one may be added. */
  async room(): Promise<void> {
    while (this.#waiting.size >= most) await Promise.race(this.#waiting)
  }

  /** Resolves when everything is published. */
  async all(): Promise<void> {
    await Promise.all(this.#waiting)
  }
}
