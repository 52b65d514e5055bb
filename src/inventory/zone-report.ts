import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateKind } from '../kinds/kinds.ts'
import { afterAssociation } from './association.ts'
import { afterReading, listedAfter, type ReadOutcome, withoutDeleted } from './listing-outcome.ts'
import { type CheckOutcome, isProvedGone, merge } from './merge.ts'
import { type Association, keyOf, type ListedCertificate, type WatchedStore, type WatchedZone } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'
import { watchZone } from './zone.ts'
import type { ZonePlan } from './zone-plan.ts'

/** The findings of one visit to a zone. Things that were not asked for are not in it. */
export interface ZoneReport {
  readonly zoneId: string
  /** By hostname. */
  readonly associations: ReadonlyMap<string, ReadOutcome<Association>>
  readonly listings: ReadonlyMap<CertificateKind, ReadOutcome<readonly ListedCertificate[]>>
  readonly zoneSwitch: ReadOutcome<boolean> | undefined
  /** By the certificates' keys. */
  readonly checks: ReadonlyMap<string, CheckOutcome>
}

/** The zone after a visit. A failure takes nothing away. */
export function afterReport(plan: ZonePlan, before: WatchedZone, report: ZoneReport, now: UnixSeconds): WatchedZone {
  // The readings of hostnames may add a store, and listings add certificates, so the zone is planned again after each.
  const read = watchZone(plan, withReadings(before, report, now), now)
  const listed = report.listings.size > 0 ? watchZone(plan, withListings(read, report, now), now) : read
  const checked = withEmptied(withChecks(listed, report.checks, now), report, now)
  // The checks may have found names and what is in use.
  return watchZone(plan, checked, now)
}

/** The zone with the readings of its hostnames and its switch. Stores and certificates stay as they were. */
function withReadings(zone: WatchedZone, report: ZoneReport, now: UnixSeconds): WatchedZone {
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

function withListings(zone: WatchedZone, { listings }: ZoneReport, now: UnixSeconds): WatchedZone {
  const stores = [...zone.stores].map(([kind, store]) => {
    const outcome = listings.get(kind)
    return [kind, outcome ? afterListing(store, outcome, now) : store] as const
  })
  return { ...zone, stores: new Map(stores) }
}

function afterListing(
  store: WatchedStore,
  outcome: ReadOutcome<readonly ListedCertificate[]>,
  now: UnixSeconds,
): WatchedStore {
  const reading = afterReading(store.reading, outcome, now)
  const after = listedAfter(store.listed, outcome, ({ certificateId }) => certificateId)
  const listed = after && reuseIfEqual(store.listed, withoutDeleted(after))
  if (!outcome.ok) return { ...store, reading, listed }
  return { ...store, listed, reading, emptyListings: listed?.length === 0 ? store.emptyListings + 1 : 0 }
}

function withChecks(zone: WatchedZone, checks: ZoneReport['checks'], now: UnixSeconds): WatchedZone {
  const certificates = [...zone.certificates].map(([key, certificate]) => {
    const outcome = checks.get(key)
    return [key, outcome ? merge(certificate, outcome, now) : certificate] as const
  })
  return { ...zone, certificates: new Map(certificates) }
}

/**
 * Believes that a store is suddenly empty once every certificate that was watched in it is proved gone, each by answers about
 * itself.
 */
function withEmptied(zone: WatchedZone, { listings }: ZoneReport, now: UnixSeconds): WatchedZone {
  const stores = [...zone.stores].map(([kind, store]) => {
    const outcome = listings.get(kind)
    if (outcome?.ok !== false || outcome.suspicion !== 'empty') return [kind, store] as const
    const watched = (store.listed ?? []).flatMap(({ certificateId }) => {
      const key = keyOf({ kind, zoneId: zone.zoneId, certificateId })
      return zone.certificates.get(key) ?? []
    })
    return [kind, watched.every(isProvedGone) ? afterListing(store, { ok: true, value: [] }, now) : store] as const
  })
  return { ...zone, stores: new Map(stores) }
}
