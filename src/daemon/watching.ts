import type { Logger } from 'pino'
import type { Seconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { CloudflareClient } from '../cloudflare/client.ts'
import type { ProxySettings } from '../cloudflare/dispatcher.ts'
import type { Config, Schedule } from '../config/model.ts'
import { ownShare } from '../config/sharding.ts'
import { isOtherSchedule } from '../config/values/schedule.ts'
import { Inventory } from '../inventory/inventory.ts'
import { placesWatchedWith } from '../inventory/read-histories.ts'
import type { Redactor } from '../log/redaction.ts'
import { cycleCosts } from '../monitor/cost.ts'
import { type CycleOptions, runCycle } from '../monitor/cycle.ts'
import { ParsedPems } from '../monitor/parsed-pems.ts'
import { Publisher } from '../monitor/publisher.ts'
import { SettledPlaces } from '../monitor/settled-places.ts'
import type { RunScope } from '../schedule/runner.ts'
import { type Plan, type RunResult, Scheduler } from '../schedule/scheduler.ts'
import { chooseOffset } from '../schedule/wake-plan.ts'
import type { StateHost } from '../state/state-disk.ts'
import { StateKeeper } from '../state/state-keeper.ts'
import { CloudflareConnection } from './cloudflare-connection.ts'
import { CredentialWatch } from './credential-watch.ts'
import { CycleLog } from './cycle-log.ts'
import { RunningCycles } from './running-cycles.ts'
import type { SelfMetrics } from './self-metrics.ts'
import type { Surroundings } from './surroundings.ts'
import { TrustWatch } from './trust-watch.ts'

export interface WatchingOptions extends Surroundings {
  readonly config: Config
  readonly proxy: ProxySettings
  readonly redactor: Redactor
  readonly log: Logger
  readonly clock: Clock
  /** Gives numbers from 0 to 1. */
  readonly random: () => number
  readonly selfMetrics: SelfMetrics
  readonly host: StateHost
}

/** Runs one configuration after the other: scheduler, connection to Cloudflare, inventory, state file and token checks. */
export class Watching {
  readonly inventory: Inventory
  readonly trust: TrustWatch
  readonly cycleLog: CycleLog
  readonly cycles = new RunningCycles()
  readonly state: StateKeeper
  readonly credentials: CredentialWatch
  readonly #options: WatchingOptions
  readonly #connection: CloudflareConnection
  readonly #pems: ParsedPems
  readonly #publisher: Publisher
  readonly #settled = new SettledPlaces()
  readonly #scheduler: Scheduler
  /** A random number from 0 to 1. It is drawn once, so that a reload does not move this process's place in the interval. */
  readonly #offsetShare: number
  #client: CloudflareClient
  /** The requests that each credential may make in five minutes. */
  #rate: number
  #interval: Seconds

  constructor(options: WatchingOptions) {
    const { log, clock, random, selfMetrics } = options
    const config = ownShare(options.config)
    this.#options = options
    this.#rate = config.cloudflare.requestsPer5m
    this.#interval = config.schedule.intervalSeconds
    this.#offsetShare = random()
    this.#pems = new ParsedPems(options.nextTurn)
    this.trust = new TrustWatch({ ...options, inventory: () => this.inventory, onRead: () => this.state.changed() })
    this.inventory = new Inventory(this.trust.judge)
    this.cycleLog = new CycleLog(log, clock)
    this.credentials = new CredentialWatch({
      connection: () => this.#connection,
      client: () => this.#client,
      cycleLog: this.cycleLog,
      clock,
      log,
    })
    this.#connection = new CloudflareConnection({
      ...options,
      observer: selfMetrics,
      ...this.credentials.hooks,
      onDenied: this.cycleLog.denied,
      zonesWatched: (credentials) => placesWatchedWith(this.inventory.snapshot, credentials),
    })
    this.#client = this.#connection.clientFor(config)
    this.inventory.watch(config.watch, clock.now())
    this.credentials.watch(config.credentials)
    selfMetrics.watch(config.credentials.keys())
    const onRestoredLate = () => this.#scheduler.runAll()
    const keeping = { path: config.state.path, onRestoredLate, onWriteFailure: () => selfMetrics.stateWriteFailed() }
    this.state = new StateKeeper({ ...options, ...keeping, inventory: this.inventory, interval: () => this.#interval })
    this.#publisher = new Publisher({
      inventory: this.inventory,
      clock,
      published: (report, previous, next) => {
        const isNews = this.#settled.published(report, previous, next, clock.now())
        if (isNews) this.cycleLog.published(report, previous, next)
      },
      keep: (next) => this.state.keep(next),
    })
    this.#scheduler = new Scheduler({
      plan: this.#planOf(config.schedule),
      clock,
      random,
      run: (scope, signal) => this.#run(scope, signal),
      on: (event) => this.cycleLog.scheduleEvent(event),
    })
  }

  /** When the next full cycle is planned, in Unix seconds. */
  get nextCycle(): number {
    return this.#scheduler.nextCycle
  }

  start(): void {
    this.#tellCosts()
    this.#scheduler.start()
    this.credentials.start()
  }

  /** Continues with another configuration. What is known of the certificates that stay is kept, and so is the pace. */
  follow(nextWhole: Config, previous: Config): void {
    const next = ownShare(nextWhole)
    this.#client = this.#connection.clientFor(next)
    this.inventory.watch(next.watch, this.#options.clock.now())
    void this.trust.follow(next.trustFiles)
    this.cycleLog.forgetDenials()
    this.credentials.watch(next.credentials)
    this.#options.selfMetrics.watch(next.credentials.keys())
    // Setting an equal plan again would drop a cycle that is waiting for its offset.
    if (isOtherSchedule(next.schedule, previous.schedule)) this.#scheduler.follow(this.#planOf(next.schedule))
    this.#rate = next.cloudflare.requestsPer5m
    this.#interval = next.schedule.intervalSeconds
    this.#tellCosts()
    this.state.changed()
    this.#scheduler.runOutstanding()
  }

  /** Asks soon for what has failed, because it may work now. */
  askAgain(): void {
    this.credentials.askAgain()
    this.cycleLog.forgetDenials()
    this.#scheduler.runOutstanding()
  }

  /** Aborts what is in progress and writes the state. */
  async stop(): Promise<void> {
    this.#publisher.stop()
    const stopped = Promise.all([this.#scheduler.stop(), this.credentials.stop()])
    await this.#connection.close()
    await stopped
    await this.state.stop()
  }

  async #run(scope: RunScope, signal: AbortSignal): Promise<RunResult> {
    const { clock, random, selfMetrics } = this.#options
    const { internalError } = this.cycleLog
    const cycle: CycleOptions = {
      source: this.#client,
      pems: this.#pems,
      inventory: this.inventory,
      clock,
      random,
      publisher: this.#publisher,
      settled: this.#settled,
      discovered: (credentials, before, after) => {
        this.cycleLog.discovered(credentials, before, after)
        this.#tellCosts()
      },
      suspicious: (suspicion) => selfMetrics.suspiciousListing(suspicion),
      unreadable: (field) => selfMetrics.unreadableField(field),
      internalError,
      probeDueIn: (credentials) => this.#connection.probeDueIn(credentials),
    }
    const end = await this.cycleLog.keep(scope, signal, () => this.cycles.track(runCycle(scope, cycle, signal)))
    if (scope === 'all') this.#tellCosts()
    // A state file that was read late is judged here.
    void (scope === 'all' ? this.trust.lookAgain() : this.trust.settle())
    if (end.isWorthKeeping) this.state.changed()
    return { ...end, nextProbe: this.#connection.nextProbe }
  }

  /** Logs how long a full cycle takes, and warns if that is longer than the schedule's interval. */
  #tellCosts(): void {
    const costs = cycleCosts(this.inventory.snapshot, this.#rate, this.#options.clock.now())
    for (const cost of costs) this.cycleLog.costs(cost, this.#interval)
  }

  #planOf({ cron, timezone, intervalSeconds }: Schedule): Plan {
    return {
      calendar: this.#options.createCalendar(cron, timezone),
      offset: chooseOffset(intervalSeconds, this.#offsetShare),
      longestGap: intervalSeconds,
    }
  }
}
