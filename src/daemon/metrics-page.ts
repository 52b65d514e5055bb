import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/model.ts'
import type { DisplayedPlace } from '../exposition/aspects.ts'
import { familiesOfDaemon } from '../exposition/daemon-families.ts'
import { familiesOfDiscovery } from '../exposition/discovery-families.ts'
import { type ExposedFamilies, exposedFamilies, type FamilyChoice } from '../exposition/exposed-families.ts'
import type { Family } from '../exposition/family.ts'
import { haveSameSeries } from '../exposition/same-series.ts'
import type { Format } from '../exposition/text.ts'
import { type Moment, type WrittenExposition, ZonesExposition } from '../exposition/zones-exposition.ts'
import type { HistoryKeeper } from '../history/history-keeper.ts'
import type { OnRefused } from '../http/refusals.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { watchedCounts } from '../inventory/watched-counts.ts'
import type { Redactor } from '../log/redaction.ts'
import { revision, version } from '../version.ts'
import type { DoorStatus } from './door-status.ts'
import { drillZone } from './drill.ts'
import type { Reloader } from './reloader.ts'
import type { SelfMetrics } from './self-metrics.ts'
import type { Watching } from './watching.ts'

/** The parts that the daemon's answers are made from. */
export interface DaemonParts {
  readonly watching: Watching
  readonly history: HistoryKeeper
  readonly reloader: Reloader
  readonly selfMetrics: SelfMetrics
  readonly door: DoorStatus
  /** Is called when a client is turned away, with the reason. */
  readonly onRefused: OnRefused
  readonly nodeVersion: string
  readonly clock: Clock
  readonly redactor: Redactor
}

/** Seconds between two writings of what a cycle in progress finds. */
const refreshSeconds = 2

/** Seconds after a scrape in which the next one is expected. Prometheus calls a series stale after this time. */
const scrapeExpected = 300

/** Seconds for which a scrape may be answered with the values of an earlier one, while a cycle is in progress. */
const longestLag = 5

interface TakenMoment extends Moment {
  readonly snapshot: Snapshot
  readonly config: Config
  /** By the monotonic clock. */
  readonly takenAt: Seconds
  /** The number of cycles that had ended. */
  readonly ended: number
  readonly restored: boolean
}

/** Writes `/metrics` from memory alone. */
export class MetricsPage {
  readonly #parts: DaemonParts
  readonly #startedAt: UnixSeconds
  readonly #exposition: ZonesExposition<TakenMoment>
  #taken: Snapshot | undefined
  /** By the monotonic clock. Undefined before the first scrape. */
  #scrapedAt: Seconds | undefined
  #families: { readonly choice: FamilyChoice; readonly exposed: ExposedFamilies } | undefined

  constructor(parts: DaemonParts) {
    this.#parts = parts
    this.#startedAt = parts.clock.now()
    this.#exposition = new ZonesExposition({
      take: () => this.#take(),
      families: (moment) => this.#familiesAt(moment),
      isRecent: (moment) => this.#isRecent(moment),
    })
  }

  write(format: Format): Promise<WrittenExposition> {
    this.#scrapedAt = this.#parts.clock.monotonic()
    return this.#exposition.write(format)
  }

  /**
   * Writes every few seconds what has changed, so that a scrape finds little to do. Without scrapes it writes nothing. Ends when the
   * signal is aborted.
   */
  async keepFresh(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    while (!signal.aborted) {
      // The sleep rejects when it is aborted. An error in writing is reported by the next scrape.
      await clock.sleep(refreshSeconds, signal).catch(() => undefined)
      if (!signal.aborted) await this.refresh()
    }
  }

  /** Writes what has changed since the last time, if somebody scrapes. */
  async refresh(): Promise<void> {
    if (!this.#isScraped || this.#taken === this.#parts.watching.inventory.snapshot) return
    await this.#exposition.prepare().catch(() => undefined)
  }

  get #isScraped(): boolean {
    return this.#scrapedAt !== undefined && this.#parts.clock.monotonic() - this.#scrapedAt <= scrapeExpected
  }

  /** Takes one snapshot and one moment for all lines about zones. */
  #take(): TakenMoment {
    const { watching, reloader, clock } = this.#parts
    const { snapshot } = watching.inventory
    const now = clock.now()
    this.#taken = snapshot
    return {
      now,
      places: this.#places(snapshot, now),
      exposed: this.#exposed(),
      snapshot,
      config: reloader.config,
      takenAt: clock.monotonic(),
      ended: watching.cycles.ended,
      restored: watching.state.restoredWrittenAt !== undefined,
    }
  }

  /** Whether only values can be older, by a few seconds, and only because a cycle is in progress. */
  #isRecent({ snapshot, config, takenAt, ended, restored, places }: TakenMoment): boolean {
    const { watching, reloader, clock } = this.#parts
    const { cycles, state, inventory } = watching
    if (!cycles.isRunning || cycles.ended !== ended || reloader.config !== config) return false
    if (clock.monotonic() - takenAt > longestLag || (state.restoredWrittenAt !== undefined) !== restored) return false
    return inventory.snapshot === snapshot || haveSameSeries(places, this.#places(inventory.snapshot, clock.now()))
  }

  async #familiesAt({ snapshot }: TakenMoment): Promise<readonly Family[]> {
    const { selfMetrics } = this.#parts
    return [
      ...familiesOfDiscovery(snapshot.discoveries.values()),
      ...this.#daemon(snapshot),
      ...(await selfMetrics.families()),
    ]
  }

  /** The same object as long as the configuration stays, so that written lines are kept. */
  #exposed(): ExposedFamilies {
    const { metrics } = this.#parts.reloader.config
    if (this.#families?.choice !== metrics) this.#families = { choice: metrics, exposed: exposedFamilies(metrics) }
    return this.#families.exposed
  }

  #places({ places, bundles }: Snapshot, now: UnixSeconds): readonly DisplayedPlace[] {
    const drill = this.#parts.reloader.config.drill ? drillZone(this.#startedAt, now) : undefined
    return [...places.values(), ...bundles.values(), ...(drill ? [drill] : [])]
  }

  #daemon(snapshot: Snapshot): readonly Family[] {
    const { watching, reloader, door, nodeVersion } = this.#parts
    const { config, status } = reloader
    return familiesOfDaemon({
      build: { version, revision, nodeVersion },
      ...watchedCounts(snapshot),
      scheduleInterval: config.schedule.intervalSeconds,
      lastCycle: watching.cycleLog.lastCycle,
      nextCycle: watching.nextCycle,
      config: { reloadSuccessful: status.successful, reloadedAt: status.loadedAt, hash: config.hash },
      webConfig: door,
      shard: config.shard,
      tokens: watching.credentials.tokens,
      readable: [...watching.credentials.readings].map(([credentials, { ok }]) => ({ credentials, isReadable: ok })),
      trustFiles: [...watching.trust.files.readings].map(([file, { problem }]) => ({ file, isReadable: !problem })),
      keys: watching.credentials.keys,
      stateWrittenAt: watching.state.restoredWrittenAt,
      lastStateWriteSuccessful: watching.state.lastWriteSuccessful,
    })
  }
}
