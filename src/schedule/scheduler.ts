import type { Clock } from '../clock.ts'
import type { Calendar } from './cron-calendar.ts'
import { type RunScope, SingleFlight } from './runner.ts'
import { earlyRetryDelay, planWake, type ScheduleState, type Wake } from './wake-plan.ts'

/** The result of a run. */
export interface RunResult {
  /** The number of checks that failed. */
  readonly failed: number
  /** Whether something failed that did not fail when the run began. */
  readonly hasNewFailures: boolean
  /** Seconds to wait for the next probe of an outage. Undefined if there is none, or if it may last for ever. */
  readonly nextProbe: number | undefined
}

/** When to run. */
export interface Plan {
  readonly calendar: Calendar
  /** Seconds by which every run of the calendar is delayed. */
  readonly offset: number
  /** The longest time between two runs, in seconds. */
  readonly longestGap: number
}

export interface SchedulerOptions {
  readonly plan: Plan
  readonly clock: Clock
  readonly random: () => number
  /** Runs one cycle. Never rejects, and ends soon after the signal is aborted. */
  readonly run: (scope: RunScope, signal: AbortSignal) => Promise<RunResult>
  /** `clock_jump`: the wall clock was stepped, or the machine suspended. `skipped_tick`: the last cycle still runs. */
  readonly on: (event: 'clock_jump' | 'skipped_tick') => void
}

/** Runs a full cycle at the start and at every tick, and asks sooner again for what failed. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #stop = new AbortController()
  readonly #flight: SingleFlight
  #plan: Plan
  /** Is made when it is first needed, because the calendar takes a while to start and the daemon listens first. */
  #planned: ScheduleState | undefined
  #failedRounds = 0
  #loop: Promise<void> | undefined

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#plan = options.plan
    this.#flight = new SingleFlight((scope) => this.#run(scope))
  }

  get #state(): ScheduleState {
    this.#planned ??= { due: this.#nextDue(), retryAt: undefined, drift: this.#drift() }
    return this.#planned
  }

  set #state(state: ScheduleState) {
    this.#planned = state
  }

  /** When the next full cycle is planned, in Unix seconds. */
  get nextCycle(): number {
    return this.#state.due
  }

  start(): void {
    this.#flight.request('all')
    this.#loop = this.#watch()
  }

  /** Continues with another plan. */
  follow(plan: Plan): void {
    this.#plan = plan
    this.#state = { ...this.#state, due: this.#nextDue() }
  }

  /** Asks soon for what failed or was never asked for. Something has changed that the present run may not know of. */
  runOutstanding(): void {
    if (!this.#stop.signal.aborted) this.#flight.requestAnew('outstanding')
  }

  /** Asks soon for everything, because what is known has changed and the present run may not know of it. */
  runAll(): void {
    const isStarted = this.#loop !== undefined
    if (isStarted && !this.#stop.signal.aborted) this.#flight.requestAnew('all')
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
    if (run === 'clock_jump') {
      // What a run checked before the jump is older than it seems.
      this.#flight.requestAnew('all')
      this.#options.on('clock_jump')
      return
    }
    const answer = this.#flight.request(run === 'retry' ? 'outstanding' : 'all')
    if (run === 'due' && answer === 'covered') this.#options.on('skipped_tick')
  }

  async #run(scope: RunScope): Promise<void> {
    const { run, clock, random } = this.#options
    const { signal } = this.#stop
    if (signal.aborted) return
    const { failed, hasNewFailures, nextProbe = Number.POSITIVE_INFINITY } = await run(scope, signal)
    // What has just failed is asked for again soon, however long something else has failed.
    if (failed === 0 || hasNewFailures) this.#failedRounds = 0
    if (failed > 0) this.#failedRounds += 1
    const delay = Math.min(nextProbe, earlyRetryDelay(this.#failedRounds, random()))
    this.#state = { ...this.#state, retryAt: failed > 0 ? clock.now() + delay : undefined }
  }

  #nextDue(): number {
    const { calendar, offset, longestGap } = this.#plan
    // When summer time begins a calendar skips a run, and when it ends it waits an hour longer. Nobody shall wait longer than
    // planned.
    return Math.min(calendar.next(), this.#options.clock.now() + longestGap) + offset
  }

  #drift(): number {
    return this.#options.clock.now() - this.#options.clock.monotonic()
  }
}
