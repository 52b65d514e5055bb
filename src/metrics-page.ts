import type { UnixSeconds } from './certificate/model.ts'
import type { Clock } from './clock.ts'
import { drillZone } from './drill.ts'
import { gzipBody, plainBody } from './exposition/body.ts'
import { writeCountdown } from './exposition/countdown.ts'
import { familiesOfDaemon } from './exposition/daemon-families.ts'
import { familiesOfDiscovery } from './exposition/discovery-families.ts'
import type { Family } from './exposition/family.ts'
import { deflatePart, type Part } from './exposition/part.ts'
import { type SettledPage, settlePage } from './exposition/settled-page.ts'
import { SharedWork } from './exposition/shared-work.ts'
import type { ShownZone } from './exposition/shown.ts'
import { contentTypes, type Format, writeEnd, writeFamilies } from './exposition/text.ts'
import type { Exposition } from './http/metrics-route.ts'
import { certificatesOf, hostnamesOf, type Snapshot } from './inventory/snapshot.ts'
import type { Reloader } from './reloader.ts'
import type { SelfMetrics } from './self-metrics.ts'
import { revision, version } from './version.ts'
import type { Watching } from './watching.ts'

/** What the daemon's answers are made of. */
export interface DaemonParts {
  readonly watching: Watching
  readonly reloader: Reloader
  readonly selfMetrics: SelfMetrics
  readonly nodeVersion: string
  readonly clock: Clock
}

/** One snapshot at one moment, but for what the program counts of itself. */
interface Edition {
  readonly parts: readonly Part[]
  readonly families: readonly Family[]
}

/** So long what a cycle has found may wait to be written, where nobody asks for it. */
const refreshSeconds = 5

/** Writes `/metrics`, from memory alone. */
export class MetricsPage {
  readonly #parts: DaemonParts
  readonly #startedAt: UnixSeconds
  readonly #editions = new SharedWork(() => this.#makeEdition())
  #settled: SettledPage | undefined
  #shown: Snapshot | undefined

  constructor(parts: DaemonParts) {
    this.#parts = parts
    this.#startedAt = parts.clock.now()
  }

  async write(format: Format): Promise<Exposition> {
    const { parts, families } = await this.#editions.next()
    const self = await this.#parts.selfMetrics.families()
    const end = await deflatePart(writeFamilies([...families, ...self], format) + writeEnd(format))
    const all = [...parts, end]
    return { contentType: contentTypes[format], gzip: () => gzipBody(all), plain: () => plainBody(all) }
  }

  /** Writes what changes every few seconds, so that a scrape finds little to do. Ends when the signal is aborted. */
  async keepFresh(signal: AbortSignal): Promise<void> {
    const { clock, watching } = this.#parts
    while (!signal.aborted) {
      // Aborted, it rejects. Of what cannot be written the next scrape tells.
      await clock.sleep(refreshSeconds, signal).catch(() => undefined)
      if (!signal.aborted && this.#shown !== watching.inventory.snapshot)
        await this.#editions.next().catch(() => undefined)
    }
  }

  async #makeEdition(): Promise<Edition> {
    const { watching, clock } = this.#parts
    const { snapshot } = watching.inventory
    const now = clock.now()
    const zones = this.#zones(snapshot, now)
    const families = [...familiesOfDiscovery(snapshot.discoveries.values()), ...this.#daemon(snapshot)]
    this.#settled = await settlePage(zones, now, this.#settled)
    this.#shown = snapshot
    const days = await writeCountdown(zones, now, this.#settled.labels)
    return { parts: [...this.#settled.families.map(({ whole }) => whole), ...days], families }
  }

  #zones({ zones }: Snapshot, now: UnixSeconds): readonly ShownZone[] {
    const drill = this.#parts.reloader.config.drill ? drillZone(this.#startedAt, now) : undefined
    return drill ? [...zones.values(), drill] : [...zones.values()]
  }

  #daemon(snapshot: Snapshot): readonly Family[] {
    const { watching, reloader, nodeVersion } = this.#parts
    const { config, status } = reloader
    return familiesOfDaemon({
      build: { version, revision, nodeVersion },
      certificates: certificatesOf(snapshot).length,
      hostnames: hostnamesOf(snapshot).length,
      zones: [...snapshot.zones.values()].filter(({ stores }) => stores.size > 0).length,
      scheduleInterval: config.schedule.intervalSeconds,
      lastCycle: watching.journal.lastCycle,
      nextCycle: watching.nextCycle,
      config: { reloadSuccessful: status.successful, reloadedAt: status.loadedAt, hash: config.hash },
      shard: config.shard,
      tokens: watching.tokens.statuses,
      stateWrittenAt: watching.state.restoredWrittenAt,
    })
  }
}
