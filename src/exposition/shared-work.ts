/** Does work one piece at a time. All callers that come while it is being done get the next result together. */
export class SharedWork<T> {
  readonly #work: () => Promise<T>
  #present: Promise<unknown> = Promise.resolve()
  #next: Promise<T> | undefined

  constructor(work: () => Promise<T>) {
    this.#work = work
  }

  /** The result of work that begins after this call, so that it sees everything that has happened before. */
  next(): Promise<T> {
    this.#next ??= this.#begin()
    return this.#next
  }

  async #begin(): Promise<T> {
    await this.#present
    this.#next = undefined
    const result = this.#work()
    // The next work waits for the end of this one, however that ends.
    this.#present = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }
}
