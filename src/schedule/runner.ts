/** `failing` asks again for what failed; `all` covers it. */
export type RunScope = 'all' | 'failing'

/**
 * Lets one run happen at a time, whoever asks: ticks, early retries, clock jumps. node-cron's `noOverlap` knows only of
 * the runs that it starts itself.
 */
export class SingleFlight {
  readonly #run: (scope: RunScope) => Promise<void>
  #running: RunScope | undefined
  #fullRunWaits = false
  #idle: Promise<void> = Promise.resolve()

  /** @param run never rejects */
  constructor(run: (scope: RunScope) => Promise<void>) {
    this.#run = run
  }

  /** Runs now, or after the present run, or not at all where the present run covers the request. */
  request(scope: RunScope): 'started' | 'waits' | 'covered' {
    if (this.#running === undefined) {
      this.#idle = this.#drain(scope)
      return 'started'
    }
    if (this.#running === 'all' || scope === 'failing') return 'covered'
    this.#fullRunWaits = true
    return 'waits'
  }

  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void> {
    return this.#idle
  }

  async #drain(first: RunScope): Promise<void> {
    for (let scope: RunScope | undefined = first; scope; scope = this.#fullRunWaits ? 'all' : undefined) {
      this.#fullRunWaits = false
      this.#running = scope
      await this.#run(scope)
    }
    this.#running = undefined
  }
}
