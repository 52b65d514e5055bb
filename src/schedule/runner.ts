/** `all` runs everything. `outstanding` runs what failed or was never asked for, and `all` covers it. */
export type RunScope = 'all' | 'outstanding'

/**
 * Lets one run happen at a time, whether a tick, an early retry or a clock jump asks for it. node-cron's `noOverlap` knows only the
 * runs that it starts itself.
 */
export class SingleFlight {
  readonly #run: (scope: RunScope) => Promise<void>
  #running: RunScope | undefined
  #waiting: RunScope | undefined
  #idle: Promise<void> = Promise.resolve()

  /** @param run never rejects */
  constructor(run: (scope: RunScope) => Promise<void>) {
    this.#run = run
  }

  /** Runs now or after the present run. Does nothing if the present run covers the request. */
  request(scope: RunScope): 'started' | 'waits' | 'covered' {
    if (this.#running !== undefined && (this.#running === 'all' || scope === 'outstanding')) return 'covered'
    return this.#enqueue(scope)
  }

  /** Runs now or after the present run, which began before something changed and does not know of it. */
  requestAnew(scope: RunScope): 'started' | 'waits' {
    return this.#enqueue(scope)
  }

  /** Resolves when no run is in progress and none is waiting. */
  idle(): Promise<void> {
    return this.#idle
  }

  #enqueue(scope: RunScope): 'started' | 'waits' {
    if (this.#running === undefined) {
      this.#idle = this.#drain(scope)
      return 'started'
    }
    this.#waiting = this.#waiting === 'all' ? 'all' : scope
    return 'waits'
  }

  async #drain(first: RunScope): Promise<void> {
    for (let scope: RunScope | undefined = first; scope; scope = this.#waiting) {
      this.#waiting = undefined
      this.#running = scope
      await this.#run(scope)
    }
    this.#running = undefined
  }
}
