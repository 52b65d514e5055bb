/** So many places may wait to be saved and shown. A write of the state takes as long for one of them as for all. */
const most = 64

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
