import type { Clock } from '../../src/clock.ts'

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** Time that moves only when a test moves it. */
export class FakeClock implements Clock {
  #wall: number
  #monotonic = 1_000
  readonly #sleepers = new Set<Sleeper>()

  constructor(now = Date.parse('2026-11-23T12:00:00Z') / 1000) {
    this.#wall = now
  }

  now = (): number => this.#wall

  monotonic = (): number => this.#monotonic

  get sleeping(): number {
    return this.#sleepers.size
  }

  sleep = (seconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const sleeper = { until: this.#monotonic + seconds, wake: resolve }
      this.#sleepers.add(sleeper)
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper)
        reject(signal.reason)
      })
    })

  /** Both clocks move on; whoever sleeps wakes at its own time, in order. */
  async advance(seconds: number): Promise<void> {
    const end = this.#monotonic + seconds
    await settle()
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#wall += next.until - this.#monotonic
      this.#monotonic = next.until
      this.#sleepers.delete(next)
      next.wake()
      await settle()
    }
    this.#wall += end - this.#monotonic
    this.#monotonic = end
  }

  /** The wall clock is set, or the machine was suspended: no timer knows of it. */
  jump(seconds: number): void {
    this.#wall += seconds
  }

  #next(end: number): Sleeper | undefined {
    const due = [...this.#sleepers].filter(({ until }) => until <= end)
    return due.sort((a, b) => a.until - b.until)[0]
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
