import { afterAssociation } from './association.ts'
import { isProvedGone } from './merge.ts'
import type { SavedCertificate, SavedHostname, SavedStore, SavedZone } from './saved-readings.ts'
import type {
  CertificateUse,
  DiscoveredZone,
  KnownCertificate,
  ListedCertificate,
  ReadHistory,
  WatchedCertificate,
  WatchedHostname,
  WatchedStore,
} from './snapshot.ts'

/**
 * Joins what an earlier process knew and what this one has found since. What was found since wins, and removes only what answers
 * have proved gone. If nothing was found yet, the result is what was remembered.
 */
export function reconcileCertificate(
  certificate: WatchedCertificate,
  remembered: SavedCertificate | undefined,
): WatchedCertificate {
  if (!remembered) return certificate
  const { check } = certificate
  const isAsked = check.lastCheck !== undefined
  return {
    ...certificate,
    known: isAsked && isProvedGone(certificate) ? certificate.known : knownOf(certificate.known, remembered.known),
    check: isAsked ? { ...check, ...reconcileReading(check, remembered.check) } : remembered.check,
    // Whether it still is so is found out from the readings. If it is, it has been since then.
    use: withSavedUse(certificate.use, remembered.use),
  }
}

export function reconcileReading(reading: ReadHistory, remembered: ReadHistory | undefined): ReadHistory {
  if (!remembered) return reading
  if (reading.lastCheck === undefined) return remembered
  const { failingSince } = reading.failure && remembered.failingSince !== undefined ? remembered : reading
  return {
    ...reading,
    lastSuccess: reading.lastSuccess ?? remembered.lastSuccess,
    ...(failingSince !== undefined && { failingSince }),
  }
}

export function reconcileHostname(hostname: WatchedHostname, remembered: SavedHostname | undefined): WatchedHostname {
  if (!remembered) return hostname
  const { association } = hostname
  return {
    ...hostname,
    association: association ? afterAssociation(remembered.association, association) : remembered.association,
    reading: reconcileReading(hostname.reading, remembered.reading),
  }
}

/** Joins the members of both listings. The next listing decides by its own rules which of them are gone. */
export function reconcileStore(store: WatchedStore, remembered: SavedStore | undefined): WatchedStore {
  if (!remembered) return store
  return {
    ...store,
    listed: unionOf(store.listed, remembered.listed, ({ certificateId }: ListedCertificate) => certificateId),
    reading: reconcileReading(store.reading, remembered.reading),
    emptyListings: store.reading.lastCheck === undefined ? remembered.emptyListings : store.emptyListings,
    ...vanishedOf(store, remembered),
  }
}

/** A listing that came since did not know of those that vanished before, so it is no word about them. The next one decides. */
function vanishedOf(store: WatchedStore, remembered: SavedStore): Pick<WatchedStore, 'vanished'> {
  const vanished = new Set([...(store.vanished ?? []), ...(remembered.vanished ?? [])])
  for (const { certificateId } of store.listed ?? []) vanished.delete(certificateId)
  return vanished.size > 0 ? { vanished: [...vanished] } : {}
}

export function reconcileSwitch<T extends SavedZone['zoneSwitch']>(
  zoneSwitch: T,
  remembered: SavedZone['zoneSwitch'] | undefined,
): T {
  if (!remembered) return zoneSwitch
  const enabled = zoneSwitch.enabled ?? remembered.enabled
  return { ...zoneSwitch, enabled, reading: reconcileReading(zoneSwitch.reading, remembered.reading) }
}

export function reconcileDiscovered(
  listed: readonly DiscoveredZone[] | undefined,
  remembered: readonly DiscoveredZone[] | undefined,
): readonly DiscoveredZone[] | undefined {
  return unionOf(listed, remembered, ({ zoneId }) => zoneId)
}

/** An unchanged status was first seen by the earlier process. An unreadable PEM is no news. */
function knownOf(found: KnownCertificate | undefined, remembered: KnownCertificate | undefined) {
  if (!found || !remembered) return found ?? remembered
  const isSameStatus = found.record.status === remembered.record.status
  return {
    ...found,
    facts: found.facts ?? remembered.facts,
    ...(!found.facts && remembered.presented && { presented: remembered.presented }),
    statusSince: isSameStatus ? remembered.statusSince : found.statusSince,
  }
}

function unionOf<T>(found: readonly T[] | undefined, remembered: readonly T[] | undefined, idOf: (each: T) => string) {
  if (!found || !remembered) return found ?? remembered
  const ids = new Set(found.map(idOf))
  return [...found, ...remembered.filter((each) => !ids.has(idOf(each)))]
}

function withSavedUse(use: CertificateUse, saved: SavedCertificate['use']): CertificateUse {
  if (saved?.inUse === undefined || saved.since === undefined) return use
  return { ...use, inUse: saved.inUse, since: saved.since }
}
