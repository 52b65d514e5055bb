import type { CertificateFacts, UnixSeconds } from '../certificate/model.ts'
import type { WatchList } from '../certificate/watch-list.ts'
import { bundlesAfter, restoreBundles, watchBundles } from './bundles.ts'
import { withInheritedZones } from './inherited-discoveries.ts'
import { afterReading, listedAfter, type ReadOutcome } from './listing-outcome.ts'
import { unreadSince } from './merge.ts'
import { watchPlace } from './place.ts'
import { type Plans, plansOf } from './place-plan.ts'
import { afterReport, isEmpty, type PlaceReport } from './place-report.ts'
import { placeKeyOf } from './places.ts'
import { reconcileDiscovered, reconcileReading } from './reconcile.ts'
import { restorePlace, type SavedReadings } from './saved-readings.ts'
import type { DiscoveredZone, Snapshot, WatchedDiscovery, WatchedPlace } from './snapshot.ts'
import { type TrustJudge, withTrust } from './trust.ts'

const nothing: WatchList = {
  certificates: [],
  hostnames: [],
  stores: [],
  discoveries: [],
  bundles: [],
  zonesWithAllHostnames: new Set(),
  owns: () => true,
}

/** The snapshot that publishing some reports would make. */
export interface SnapshotPreview {
  /** The snapshot that it was made from. It holds only as long as this is the present one. */
  readonly from: Snapshot
  readonly snapshot: Snapshot
}

/** Holds the present snapshot. It is the only mutable cell of the program, and one assignment replaces it whole. */
export class Inventory {
  readonly #judge: TrustJudge
  #watchList: WatchList = nothing
  #plans: Plans = new Map()
  #snapshot: Snapshot = { places: new Map(), discoveries: new Map(), bundles: new Map() }

  /** @param judge is asked about every certificate of a zone that something was found out about */
  constructor(judge: TrustJudge = () => undefined) {
    this.#judge = judge
  }

  get snapshot(): Snapshot {
    return this.#snapshot
  }

  /** Watches exactly this list from now on. What is known of the things that stay is kept. */
  watch(watchList: WatchList, now: UnixSeconds): void {
    this.#watchList = watchList
    const known = this.#snapshot.discoveries
    const discoveries = watchList.discoveries.map((entry): [string, WatchedDiscovery] => {
      const { listed, reading = unreadSince(now) } = known.get(entry.credentials) ?? {}
      return [entry.credentials, { entry, listed, reading }]
    })
    this.#follow(withInheritedZones(new Map(discoveries), known), now)
    const owned = watchList.bundles.filter(({ name }) => watchList.owns(name))
    this.#snapshot = { ...this.#snapshot, bundles: watchBundles(owned, this.#snapshot.bundles, now) }
  }

  /** Takes over what an earlier process knew of the watched things. What this process has already found wins. */
  restore(remembered: SavedReadings, now: UnixSeconds): void {
    const discoveries = [...this.#snapshot.discoveries].map(([name, discovery]): [string, WatchedDiscovery] => {
      const { listed, reading } = remembered.discoveries.get(name) ?? {}
      const both = { listed: reconcileDiscovered(discovery.listed, listed) }
      return [name, { ...discovery, ...both, reading: reconcileReading(discovery.reading, reading) }]
    })
    this.#follow(withInheritedZones(new Map(discoveries), remembered.discoveries), now)
    const places = [...this.#plans].map(([key, plan]) => {
      return [key, restorePlace(plan, this.#snapshot.places.get(key), remembered, now)] as const
    })
    const bundles = restoreBundles(this.#snapshot.bundles, remembered.bundles)
    this.#snapshot = { ...this.#snapshot, places: new Map(places), bundles }
  }

  /**
   * Publishes what was found, all of it in one snapshot.
   * @param preview what `previewOf` made of the same reports; it is used if nothing was published since
   */
  publish(reports: readonly PlaceReport[], now: UnixSeconds, preview?: SnapshotPreview): void {
    const isCurrent = preview?.from === this.#snapshot
    this.#snapshot = isCurrent ? preview.snapshot : this.previewOf(reports, now).snapshot
  }

  /** The snapshot that publishing these reports would make. Reports on places that are no longer watched are skipped. */
  previewOf(reports: readonly PlaceReport[], now: UnixSeconds): SnapshotPreview {
    const places = new Map(this.#snapshot.places)
    for (const report of reports) {
      const key = placeKeyOf(report)
      const plan = this.#plans.get(key)
      const place = places.get(key)
      if (!plan || !place) continue
      const after = afterReport(plan, place, report, now)
      places.set(key, report.repeats === place ? after : withTrust(after, this.#judge))
    }
    return { from: this.#snapshot, snapshot: { ...this.#snapshot, places } }
  }

  /** Judges all certificates by what the CA files hold now. */
  judgeAgain(): void {
    const places = [...this.#snapshot.places].map(([key, place]) => [key, withTrust(place, this.#judge)] as const)
    this.#snapshot = { ...this.#snapshot, places: new Map(places) }
  }

  /**
   * Publishes what CA files hold.
   * @param outcomes by path
   */
  publishBundles(outcomes: ReadonlyMap<string, ReadOutcome<readonly CertificateFacts[]>>, now: UnixSeconds): void {
    if (this.#snapshot.bundles.size === 0) return
    this.#snapshot = { ...this.#snapshot, bundles: bundlesAfter(this.#snapshot.bundles, outcomes, now) }
  }

  /** The place as it would be if this report were published. A visit uses it to ask at once for what its readings lead to. */
  previewPlace(report: PlaceReport, now: UnixSeconds): WatchedPlace | undefined {
    const key = placeKeyOf(report)
    const plan = this.#plans.get(key)
    const place = this.#snapshot.places.get(key)
    if (!plan || !place || isEmpty(report)) return place
    return afterReport(plan, place, report, now)
  }

  /** Publishes which zones a credential sees. A listing that failed or is not believed removes only zones that are confirmed to be gone. */
  publishDiscovery(credentials: string, outcome: ReadOutcome<readonly DiscoveredZone[]>, now: UnixSeconds): void {
    const before = this.#snapshot.discoveries.get(credentials)
    if (!before) return
    const discovery: WatchedDiscovery = {
      ...before,
      listed: listedAfter(before.listed, outcome, ({ zoneId }) => zoneId),
      reading: afterReading(before.reading, outcome, now),
    }
    const discoveries = new Map(this.#snapshot.discoveries).set(credentials, discovery)
    // Usually nothing has changed, and planning a thousand zones again would be wasted.
    if (discovery.listed === before.listed) this.#snapshot = { ...this.#snapshot, discoveries }
    else this.#follow(discoveries, now)
  }

  /** Plans the places again from the watch list and these discoveries. */
  #follow(discoveries: Snapshot['discoveries'], now: UnixSeconds): void {
    const before = this.#plans
    this.#plans = plansOf(this.#watchList, discoveries, before)
    const places = [...this.#plans].map(([key, plan]) => {
      const place = this.#snapshot.places.get(key)
      return [key, place && before.get(key) === plan ? place : watchPlace(plan, place, now)] as const
    })
    this.#snapshot = { ...this.#snapshot, places: new Map(places), discoveries }
  }
}
