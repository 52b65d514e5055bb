import type { UnixSeconds } from '../certificate/model.ts'
import { afterAssociation } from './association.ts'
import { afterReading, listedAfter, type ReadOutcome, withoutDeleted } from './listing-outcome.ts'
import { type CheckOutcome, isProvedGone, merge } from './merge.ts'
import { watchPlace } from './place.ts'
import type { PlacePlan } from './place-plan.ts'
import { readAgain } from './read-again.ts'
import {
  type Association,
  keyOf,
  type ListedCertificate,
  type PlaceIdentity,
  type WatchedPlace,
  type WatchedStore,
  type WatchedZone,
} from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'
import { keepingVanished, type Listings, type UnwatchedCover, withFates } from './vanishing.ts'

interface StoresReport extends PlaceIdentity {
  readonly listings: Listings
  /** By the certificates' keys. */
  readonly checks: ReadonlyMap<string, CheckOutcome>
  /** What is not watched and may take the place of a certificate that vanished. */
  readonly unwatched?: UnwatchedCover
  /** The place when the visit began, if every answer was the same as before and changed nothing then. The report has nothing else. */
  readonly repeats?: WatchedPlace
}

export interface ZoneReport extends StoresReport {
  readonly scope: 'zone'
  /** By hostname. */
  readonly associations: ReadonlyMap<string, ReadOutcome<Association>>
  readonly zoneSwitch: ReadOutcome<boolean> | undefined
}

export interface AccountReport extends StoresReport {
  readonly scope: 'account'
}

/** The findings of one visit to a zone or an account. Things that were not asked for are not in it. */
export type PlaceReport = ZoneReport | AccountReport

/** The report of a visit that found this place as it was before. */
export function repetitionOf(place: WatchedPlace): PlaceReport {
  return { ...nothingReadOf(place), repeats: place }
}

/** The report of a visit that has only begun. */
export function nothingReadOf({ scope, scopeId }: Pick<WatchedPlace, 'scope' | 'scopeId'>): PlaceReport {
  const nothing = { scopeId, listings: new Map(), checks: new Map() }
  return scope === 'account'
    ? { scope, ...nothing }
    : { scope, ...nothing, associations: new Map(), zoneSwitch: undefined }
}

/** Whether nothing has been read yet. */
export function isEmpty(report: PlaceReport): boolean {
  return !hasReadings(report) && report.listings.size === 0 && report.checks.size === 0
}

/** The place after a visit. A failure takes nothing away. */
export function afterReport(
  plan: PlacePlan,
  before: WatchedPlace,
  report: PlaceReport,
  now: UnixSeconds,
): WatchedPlace {
  if (report.repeats) return readAgain(before, report.repeats, now)
  // The readings of hostnames may add a store, and listings add certificates, so the place is planned again after each.
  const read = hasReadings(report) ? watchPlace(plan, withReadings(before, report, now), now, before) : before
  const kept = keepingVanished(read, report.listings, now)
  const relisted = withListings(kept, report, now)
  const listed = leadToTheSame(read, relisted) ? relisted : watchPlace(plan, relisted, now, read)
  const checked = withEmptied(withChecks(listed, report.checks, now), report, now)
  const judged = withFates(checked, report.unwatched ?? new Map(), now)
  // The checks may have found names and what is in use.
  return watchPlace(plan, judged, now, listed)
}

function hasReadings(report: PlaceReport): boolean {
  return report.scope === 'zone' && (report.associations.size > 0 || report.zoneSwitch !== undefined)
}

/** Whether the stores name the same certificates, as they mostly do from one cycle to the next. */
function leadToTheSame(before: WatchedPlace, after: WatchedPlace): boolean {
  return [...after.stores].every(([kind, { listed, vanished }]) => {
    const store = before.stores.get(kind)
    return store?.listed === listed && store?.vanished === vanished
  })
}

/** A zone with the readings of its hostnames and its switch. Stores and certificates stay as they were. */
function withReadings(place: WatchedPlace, report: PlaceReport, now: UnixSeconds): WatchedPlace {
  return place.scope === 'zone' && report.scope === 'zone' ? withZoneReadings(place, report, now) : place
}

function withZoneReadings(zone: WatchedZone, report: ZoneReport, now: UnixSeconds): WatchedZone {
  const hostnames = [...zone.hostnames].map(([name, hostname]) => {
    const outcome = report.associations.get(name)
    if (!outcome) return [name, hostname] as const
    const association = outcome.ok ? afterAssociation(hostname.association, outcome.value) : hostname.association
    return [name, { ...hostname, association, reading: afterReading(hostname.reading, outcome, now) }] as const
  })
  const { zoneSwitch: outcome } = report
  const zoneSwitch = outcome && {
    ...zone.zoneSwitch,
    enabled: outcome.ok ? outcome.value : zone.zoneSwitch.enabled,
    reading: afterReading(zone.zoneSwitch.reading, outcome, now),
  }
  return { ...zone, hostnames: new Map(hostnames), zoneSwitch: zoneSwitch ?? zone.zoneSwitch }
}

function withListings(place: WatchedPlace, { listings }: PlaceReport, now: UnixSeconds): WatchedPlace {
  const stores = [...place.stores].map(([kind, store]) => {
    const outcome = listings.get(kind)
    return [kind, outcome ? afterListing(store, outcome, now) : store] as const
  })
  return { ...place, stores: new Map(stores) }
}

function afterListing(
  store: WatchedStore,
  outcome: ReadOutcome<readonly ListedCertificate[]>,
  now: UnixSeconds,
): WatchedStore {
  const reading = afterReading(store.reading, outcome, now)
  const after = listedAfter(store.listed, outcome, ({ certificateId }) => certificateId)
  const listed = after && reuseIfEqual(store.listed, withoutDeleted(store.entry.kind, after))
  if (!outcome.ok) return { ...store, reading, listed }
  const { isNotEntitled: _, ...known } = store
  const emptyListings = listed?.length === 0 ? store.emptyListings + 1 : 0
  return { ...known, listed, reading, emptyListings, ...(outcome.isNotEntitled && { isNotEntitled: true }) }
}

function withChecks(place: WatchedPlace, checks: PlaceReport['checks'], now: UnixSeconds): WatchedPlace {
  const certificates = [...place.certificates].map(([key, certificate]) => {
    // What vanished is checked by the listing that does not have it.
    const outcome = certificate.known?.vanished ? undefined : checks.get(key)
    return [key, outcome ? merge(certificate, outcome, now) : certificate] as const
  })
  return { ...place, certificates: new Map(certificates) }
}

/**
 * Believes that a store is suddenly empty once every certificate that was watched in it is proved gone, each by answers about
 * itself.
 */
function withEmptied(place: WatchedPlace, { listings }: PlaceReport, now: UnixSeconds): WatchedPlace {
  const stores = [...place.stores].map(([kind, store]) => {
    const outcome = listings.get(kind)
    if (outcome?.ok !== false || outcome.suspicion !== 'empty') return [kind, store] as const
    const watched = (store.listed ?? []).flatMap(({ certificateId }) => {
      const key = keyOf({ kind, scopeId: place.scopeId, certificateId })
      return place.certificates.get(key) ?? []
    })
    return [kind, watched.every(isProvedGone) ? afterListing(store, { ok: true, value: [] }, now) : store] as const
  })
  const emptied = stores.flatMap(([kind, store]) =>
    store === place.stores.get(kind) ? [] : [[kind, { ok: true, value: [] }] as const],
  )
  return keepingVanished({ ...place, stores: new Map(stores) }, new Map(emptied), now)
}
