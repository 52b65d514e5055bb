import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import { coverFactsOf, endOf } from './cover-facts.ts'
import { type CoverFacts, coverageOf } from './coverage.ts'
import type { ListedCertificate, WatchedCertificate, WatchedPlace, WatchedStore } from './snapshot.ts'
import { fateOf, staysWatched } from './vanished.ts'

/** The believed listings of a visit, by kind. */
export type BelievedListings = ReadonlyMap<CertificateKind, readonly ListedCertificate[]>

/**
 * A place where those certificates stay that a believed listing no longer has and that may be gone. Whether they are is decided by
 * `withFates`, once it is known what else the listing has. A believed listing is a successful check of what it does not have.
 */
export function keepingVanished(place: WatchedPlace, believed: BelievedListings, now: UnixSeconds): WatchedPlace {
  if (![...believed.keys()].some((kind) => kinds[kind].vanishing)) return place
  return withCertificates(place, (certificate) => {
    const { entry, known } = certificate
    const listed = kinds[entry.kind].vanishing && believed.get(entry.kind)
    if (!known || !listed) return certificate
    const at = known.vanished?.at ?? now
    if (isListed(certificate, listed) || !mayBeGone(certificate, at, now)) return withoutVanished(certificate, now)
    const check = { lastCheck: now, lastSuccess: now, failure: undefined, absences: 0 }
    return { ...certificate, check, known: { ...known, vanished: { at, goneSince: known.vanished?.goneSince } } }
  })
}

/**
 * A place after its checks, where those certificates that vanished are gone, wait for their successor, or are no longer watched.
 * @param issued what Cloudflare itself issued for the zone
 */
export function withFates(place: WatchedPlace, issued: readonly CoverFacts[], now: UnixSeconds): WatchedPlace {
  const all = [...place.certificates.values()]
  if (!all.some(({ known }) => known?.vanished)) return place
  return withCertificates(place, (certificate) => {
    const { entry, known } = certificate
    const rule = kinds[entry.kind].vanishing
    if (!rule || !known?.vanished) return certificate
    const others = all.filter((other) => other.entry.kind === entry.kind && !other.known?.vanished)
    const facts = [...others.map((other) => coverFactsOf(other, now)), ...(rule === 'hosts' ? issued : [])]
    const coverage = coverageOf(rule, coverFactsOf(certificate, now), facts, { purpose: 'gone', now })
    const { at, goneSince } = known.vanished
    const vanished = { end: endOf(certificate), vanishedAt: at, wasGone: goneSince !== undefined }
    const fate = fateOf(vanished, coverage, now)
    if (!staysWatched(fate)) return withoutVanished(certificate, now)
    const since = fate === 'gone' ? (goneSince ?? now) : undefined
    const statusSince = since ?? known.statusSince
    return { ...certificate, known: { ...known, statusSince, vanished: { at, goneSince: since } } }
  })
}

/** A certificate of Gateway that is not in use harms nobody by its end. */
function mayBeGone(certificate: WatchedCertificate, at: UnixSeconds, now: UnixSeconds): boolean {
  const { entry, known } = certificate
  if (kinds[entry.kind].vanishing === 'in_use' && known?.record.inUse !== true) return false
  return staysWatched(fateOf({ end: endOf(certificate), vanishedAt: at, wasGone: false }, 'uncovered', now))
}

/** What is called deleted, or is about to be, counts as missing. */
function isListed({ entry }: WatchedCertificate, listed: readonly ListedCertificate[]): boolean {
  const found = listed.find(({ certificateId }) => certificateId === entry.certificateId)
  return found !== undefined && found.status !== 'deleted' && found.status !== 'pending_deletion'
}

function withoutVanished(certificate: WatchedCertificate, now: UnixSeconds): WatchedCertificate {
  const { known } = certificate
  if (!known?.vanished) return certificate
  const { vanished, ...before } = known
  const statusSince = vanished.goneSince === undefined ? before.statusSince : now
  return { ...certificate, known: { ...before, statusSince } }
}

/** The place with changed certificates. Its stores name those that vanished, so that they stay watched. */
function withCertificates(
  place: WatchedPlace,
  change: (certificate: WatchedCertificate) => WatchedCertificate,
): WatchedPlace {
  const certificates = new Map([...place.certificates].map(([key, certificate]) => [key, change(certificate)]))
  const vanished = [...certificates.values()].filter(({ known }) => known?.vanished)
  const stores = [...place.stores].map(([kind, { vanished: _, ...store }]): [CertificateKind, WatchedStore] => {
    const ids = vanished.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry.certificateId)
    return [kind, ids.length > 0 ? { ...store, vanished: ids } : store]
  })
  return { ...place, certificates, stores: new Map(stores) }
}
