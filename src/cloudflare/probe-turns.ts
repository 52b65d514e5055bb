/**
 * Lets zones take turns with the probes of a refused credential. A zone that refuses for reasons of its own must not keep the others
 * from being asked.
 */
export class ProbeTurns {
  /** The zones that have had their turn. */
  readonly #had = new Set<string>()
  readonly #turnedAway = new Set<string>()

  /**
   * Is called when a request could be the probe. A request of a zone that has had its turn is turned away once. If it comes again before
   * another zone has, no other zone is being asked, and it may go.
   * @param key of the thing in the zone that is asked for
   */
  isLeftToOthers(zone: string, key: string): boolean {
    if (!this.#had.has(zone) || this.#turnedAway.has(key)) return false
    this.#turnedAway.add(key)
    return true
  }

  /** Is called when a probe of a zone has failed. */
  took(zone: string, zonesWatched: number): void {
    if (this.#had.has(zone) || this.#had.size + 1 >= zonesWatched) this.#had.clear()
    else this.#had.add(zone)
    this.#turnedAway.clear()
  }

  beginAnew(): void {
    this.#had.clear()
    this.#turnedAway.clear()
  }
}
