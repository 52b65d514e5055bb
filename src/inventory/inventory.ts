import type { UnixSeconds } from '../certificate/model.ts'
import type { WatchList } from '../certificate/watch-list.ts'
import { withInheritedZones } from './inherited-discoveries.ts'
import { afterReading, listedAfter, type ReadOutcome } from './listing-outcome.ts'
import { neverRead } from './merge.ts'
import { reconcileDiscovered, reconcileReading } from './reconcile.ts'
import { restoreZone, type SavedReadings } from './saved-readings.ts'
import type { DiscoveredZone, Snapshot, WatchedDiscovery, WatchedZone } from './snapshot.ts'
import { watchZone } from './zone.ts'
import { type Plans, plansOf } from './zone-plan.ts'
import { afterReport, type ZoneReport } from './zone-report.ts'

const nothing: WatchList = {
  certificates: [],
  hostnames: [],
  stores: [],
  discoveries: [],
  zonesWithAllHostnames: new Set(),
  ownsZone: () => true,
}

/** What publishing would make of the snapshot that was there. */
export interface Foreseen {
  readonly from: Snapshot
  readonly snapshot: Snapshot
}

/** The one mutable cell of the program: the present snapshot, replaced whole by one assignment. */
export class Inventory {
  #watchList: WatchList = nothing
  #plans: Plans = new Map()
  #snapshot: Snapshot = { zones: new Map(), discoveries: new Map() }

  get snapshot(): Snapshot {
    return this.#snapshot
  }

  /** Watches this and nothing else. What is known of what stays is kept. */
  watch(watchList: WatchList, now: UnixSeconds): void {
    this.#watchList = watchList
    const known = this.#snapshot.discoveries
    const discoveries = watchList.discoveries.map((entry): [string, WatchedDiscovery] => {
      const { listed, reading = neverRead } = known.get(entry.credentials) ?? {}
      return [entry.credentials, { entry, listed, reading }]
    })
    this.#follow(withInheritedZones(new Map(discoveries), known), now)
  }

  /** Takes over what another process knew of all that is watched. What has been found already wins. */
  restore(remembered: SavedReadings, now: UnixSeconds): void {
    const discoveries = [...this.#snapshot.discoveries].map(([name, discovery]): [string, WatchedDiscovery] => {
      const { listed, reading } = remembered.discoveries.get(name) ?? {}
      const both = { listed: reconcileDiscovered(discovery.listed, listed) }
      return [name, { ...discovery, ...both, reading: reconcileReading(discovery.reading, reading) }]
    })
    this.#follow(withInheritedZones(new Map(discoveries), remembered.discoveries), now)
    const zones = [...this.#plans].map(([zoneId, plan]) => {
      return [zoneId, restoreZone(plan, this.#snapshot.zones.get(zoneId), remembered, now)] as const
    })
    this.#snapshot = { ...this.#snapshot, zones: new Map(zones) }
  }

  /**
   * Publishes what was found in one snapshot.
   * @param foreseen what `after` made of the same reports
   */
  publish(reports: readonly ZoneReport[], now: UnixSeconds, foreseen?: Foreseen): void {
    const isCurrent = foreseen?.from === this.#snapshot
    this.#snapshot = isCurrent ? foreseen.snapshot : this.after(reports, now).snapshot
  }

  /** The snapshot that publishing these would make. What is no longer watched is passed over. */
  after(reports: readonly ZoneReport[], now: UnixSeconds): Foreseen {
    const zones = new Map(this.#snapshot.zones)
    for (const report of reports) {
      const plan = this.#plans.get(report.zoneId)
      const zone = zones.get(report.zoneId)
      if (plan && zone) zones.set(report.zoneId, afterReport(plan, zone, report, now))
    }
    return { from: this.#snapshot, snapshot: { ...this.#snapshot, zones } }
  }

  /** The zone after a report that is not published yet: what it leads to can be asked for at once. */
  foresee(report: ZoneReport, now: UnixSeconds): WatchedZone | undefined {
    const plan = this.#plans.get(report.zoneId)
    const zone = this.#snapshot.zones.get(report.zoneId)
    return plan && zone && afterReport(plan, zone, report, now)
  }

  /** Publishes which zones a credential sees. A listing that failed, or is not believed, removes none but those that are confirmed to be gone. */
  publishDiscovery(credentials: string, outcome: ReadOutcome<readonly DiscoveredZone[]>, now: UnixSeconds): void {
    const before = this.#snapshot.discoveries.get(credentials)
    if (!before) return
    const discovery: WatchedDiscovery = {
      ...before,
      listed: listedAfter(before.listed, outcome, ({ zoneId }) => zoneId),
      reading: afterReading(before.reading, outcome, now),
    }
    const discoveries = new Map(this.#snapshot.discoveries).set(credentials, discovery)
    // Mostly nothing has changed, and a thousand zones need not be planned anew.
    if (discovery.listed === before.listed) this.#snapshot = { ...this.#snapshot, discoveries }
    else this.#follow(discoveries, now)
  }

  /** Makes the zones those that the watch list and these discoveries lead to. */
  #follow(discoveries: Snapshot['discoveries'], now: UnixSeconds): void {
    const before = this.#plans
    this.#plans = plansOf(this.#watchList, discoveries, before)
    const zones = [...this.#plans].map(([zoneId, plan]) => {
      const zone = this.#snapshot.zones.get(zoneId)
      return [zoneId, zone && before.get(zoneId) === plan ? zone : watchZone(plan, zone, now)] as const
    })
    this.#snapshot = { zones: new Map(zones), discoveries }
  }
}
