/** Tells when the last of several concurrent workers has nothing left to do. */
export class OutstandingWork {
  readonly #allDone = new AbortController()
  #working = 0

  /** Is aborted when no worker is running any more. */
  get allDone(): AbortSignal {
    return this.#allDone.signal
  }

  async track(work: Promise<void>): Promise<void> {
    this.#working += 1
    try {
      await work
    } finally {
      this.#working -= 1
      if (this.#working === 0) this.#allDone.abort()
    }
  }
}
