import type { Clock } from '../clock.ts'
import type { Calendar } from './calendar.ts'
import { earlyRetryDelay, planWake, type ScheduleState, type Wake } from './plan.ts'
import { type RunScope, SingleFlight } from './runner.ts'

export interface SchedulerOptions {
  readonly calendar: Calendar
  /** Seconds that every run of the calendar is put off. */
  readonly offset: number
  readonly clock: Clock
  readonly random: () => number
  /** Runs one cycle; resolves with how many checks failed. Never rejects; once the signal is aborted it ends soon. */
  readonly run: (scope: RunScope, signal: AbortSignal) => Promise<number>
  /** `clock_jump`: the wall clock was stepped, or the machine suspended. `skipped_tick`: the last cycle still runs. */
  readonly on: (event: 'clock_jump' | 'skipped_tick') => void
}

/** A full cycle at the start and at every tick; what failed is asked again sooner. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #stop = new AbortController()
  readonly #flight: SingleFlight
  #state: ScheduleState
  #failedRounds = 0
  #loop: Promise<void> | undefined

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#flight = new SingleFlight((scope) => this.#run(scope))
    this.#state = { due: this.#nextDue(), retryAt: undefined, drift: this.#drift() }
  }

  /** When the next full cycle is planned, in Unix seconds. */
  get nextCycle(): number {
    return this.#state.due
  }

  start(): void {
    this.#flight.request('all')
    this.#loop = this.#watch()
  }

  /** Aborts a running cycle and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('shutting down'))
    await this.#loop
    await this.#flight.idle()
  }

  async #watch(): Promise<void> {
    const { clock } = this.#options
    while (!this.#stop.signal.aborted) {
      const wake = planWake(this.#state, clock.now(), clock.monotonic())
      this.#act(wake)
      await clock.sleep(wake.sleep, this.#stop.signal).catch(() => undefined)
    }
  }

  #act({ run }: Wake): void {
    const drift = this.#drift()
    if (run === 'due' || run === 'clock_jump') this.#state = { due: this.#nextDue(), retryAt: undefined, drift }
    else this.#state = { ...this.#state, drift, ...(run === 'retry' && { retryAt: undefined }) }
    if (!run) return
    const answer = this.#flight.request(run === 'retry' ? 'failing' : 'all')
    if (run === 'clock_jump') this.#options.on('clock_jump')
    if (run === 'due' && answer === 'covered') this.#options.on('skipped_tick')
  }

  async #run(scope: RunScope): Promise<void> {
    const { run, clock, random } = this.#options
    const { signal } = this.#stop
    if (signal.aborted) return
    const failed = await run(scope, signal)
    this.#failedRounds = failed > 0 ? this.#failedRounds + 1 : 0
    const retryAt = failed > 0 ? clock.now() + earlyRetryDelay(this.#failedRounds, random()) : undefined
    this.#state = { ...this.#state, retryAt }
  }

  #nextDue(): number {
    return this.#options.calendar.next() + this.#options.offset
  }

  #drift(): number {
    return this.#options.clock.now() - this.#options.clock.monotonic()
  }
}
