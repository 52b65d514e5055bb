/** Knows whether a cycle of any scope is in progress. */
export class RunningCycles {
  #running = 0
  #ended = 0
  /** Is called when one has ended. */
  onEnded: () => void = () => undefined

  get isRunning(): boolean {
    return this.#running > 0
  }

  /** The number of cycles that have ended. */
  get ended(): number {
    return this.#ended
  }

  async track<T>(cycle: Promise<T>): Promise<T> {
    this.#running += 1
    try {
      return await cycle
    } finally {
      this.#running -= 1
      this.#ended += 1
      this.onEnded()
    }
  }
}
