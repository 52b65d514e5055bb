/** Work that one does at a time. Whoever asks while it is being done gets the next result, together with all others who ask then. */
export class SharedWork<T> {
  readonly #work: () => Promise<T>
  #present: Promise<unknown> = Promise.resolve()
  #next: Promise<T> | undefined

  constructor(work: () => Promise<T>) {
    this.#work = work
  }

  /** What is begun after this call, so that it sees all that has happened before. */
  next(): Promise<T> {
    this.#next ??= this.#begin()
    return this.#next
  }

  async #begin(): Promise<T> {
    await this.#present
    this.#next = undefined
    const result = this.#work()
    // Whoever waits for its end does not mind how it ended.
    this.#present = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }
}
