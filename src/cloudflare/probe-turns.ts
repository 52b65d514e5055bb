/** A visit asks for all of its zone within seconds, and a failed zone is visited again after some minutes. */
const longestTurnedAway = 60

/**
 * Lets zones take turns with the probes of a refused credential. A zone that refuses for reasons of its own must not keep the others
 * from being asked. Times are seconds of a monotonic clock.
 */
export class ProbeTurns {
  /** The zones that have had their turn. */
  readonly #had = new Set<string>()
  /** When the first of these zones was turned away since the last probe. */
  #turnedAwayAt: number | undefined

  /**
   * Is called when a request could be the probe. A zone that has had its turn is turned away. If no other zone has come after a minute, none
   * is being asked, and it may go.
   */
  isLeftToOthers(zone: string, now: number): boolean {
    if (!this.#had.has(zone)) return false
    this.#turnedAwayAt ??= now
    return now - this.#turnedAwayAt < longestTurnedAway
  }

  /** Is called when a probe of a zone has failed. */
  took(zone: string, zonesWatched: number): void {
    if (this.#had.has(zone) || this.#had.size + 1 >= zonesWatched) this.#had.clear()
    else this.#had.add(zone)
    this.#turnedAwayAt = undefined
  }

  beginAnew(): void {
    this.#had.clear()
    this.#turnedAwayAt = undefined
  }
}
