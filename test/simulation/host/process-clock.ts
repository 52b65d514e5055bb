import type { Clock } from '../../../src/clock.ts'
import type { Chance } from '../world/chance.ts'
import type { VirtualTime } from '../world/virtual-time.ts'
import type { AbortListeners } from './abort-listeners.ts'
import type { HeldResources } from './held-resources.ts'

/** A computer's clock, and whether the computer is awake. */
export class Machine {
  /** What its wall clock is ahead of the world's, in seconds. */
  offset = 0
  /** Since when it is right and awake. */
  rightSince = 0
  /** Until then it is suspended, in the world's time. */
  awakeFrom = 0
  /** How long it has been suspended in all. */
  #slept = 0

  suspend(now: number, seconds: number): void {
    this.awakeFrom = now + seconds
    this.#slept += seconds
  }

  /** Another computer takes over its disk at this moment. Its clock is right, but what is on the disk may come from the wrong one. */
  successor(now: number): Machine {
    const machine = new Machine()
    machine.rightSince = this.offset === 0 ? this.rightSince : now
    return machine
  }

  /** It stands still while the computer is suspended. */
  monotonic(now: number): number {
    return now - this.#slept + Math.max(0, this.awakeFrom - now)
  }
}

export interface ClockOptions {
  readonly time: VirtualTime
  readonly machine: Machine
  /** Unix seconds at which the world began. */
  readonly epoch: number
  readonly chance: Chance
  readonly isAlive: () => boolean
  /** Is called where something is waited for, and where it has come. */
  readonly onStep: () => void
  readonly held: HeldResources
  readonly abortListeners: AbortListeners
}

/**
 * The polls of the daemon by their seconds, and how late they may come: what they do does not depend on how often they come, so they come
 * as late as on a machine that is busy. Two seconds: write what a cycle found. Five: look at the clock, and at files. A minute: histories.
 */
const latest: ReadonlyMap<number, number> = new Map([
  [2, 7200],
  [5, 300],
  [60, 3600],
])

/** As Node.js has it: without it a wait below the precision of a number would never end. */
const shortestTimer = 0.001

/** The time of one process. When the process is gone nothing that it planned happens. */
export class ProcessClock implements Clock {
  readonly #options: ClockOptions
  readonly #startedAt: number
  /** False: every poll comes at its time. */
  arePollsLate = true

  constructor(options: ClockOptions) {
    this.#options = options
    this.#startedAt = options.machine.monotonic(options.time.now) - 1000
  }

  now = (): number => {
    const { time, machine, epoch } = this.#options
    return epoch + time.now + machine.offset
  }

  monotonic = (): number => this.#options.machine.monotonic(this.#options.time.now) - this.#startedAt

  sleep = (seconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const late = this.arePollsLate ? (latest.get(seconds) ?? 0) : 0
      const length = Math.max(shortestTimer, seconds + this.#options.chance.next() * late)
      const planned = this.after(length, () => {
        listensNoMore()
        resolve()
      })
      const listensNoMore = this.#options.abortListeners.listen(signal, () => {
        planned.cancel()
        if (this.#options.isAlive()) reject(signal.reason)
      })
    })

  /** A timer stands still while the machine is suspended. */
  after(seconds: number, run: () => void): { cancel(): void } {
    const { time, machine, isAlive, onStep, held } = this.#options
    const over = held.take('timers')
    onStep()
    const sleptBefore = this.monotonic()
    let planned = time.after(seconds, wake)
    const self = this
    function wake(): void {
      if (!isAlive()) return
      const left = seconds - (self.monotonic() - sleptBefore)
      if (time.now < machine.awakeFrom || left > 1e-6) {
        planned = time.after(Math.max(left, machine.awakeFrom - time.now, 1e-6), wake)
        return
      }
      over()
      run()
      onStep()
    }
    return {
      cancel() {
        over()
        planned.cancel()
      },
    }
  }
}
