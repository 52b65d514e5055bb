import type { CertificateEntry, UnixSeconds } from '../certificate/model.ts'
import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import { coverFactsOf, endOf } from './cover-facts.ts'
import { type CoverFacts, coverageOf } from './coverage.ts'
import { isListedAsDeleted, type ReadOutcome } from './listing-outcome.ts'
import type { ListedCertificate, WatchedCertificate, WatchedPlace, WatchedStore } from './snapshot.ts'
import { fateOf, staysWatched } from './vanished.ts'

/** The listings of a visit, by kind. */
export type Listings = ReadonlyMap<CertificateKind, ReadOutcome<readonly ListedCertificate[]>>

/** By the kind of the certificates that it may take the place of. */
export type UnwatchedCover = ReadonlyMap<CertificateKind, readonly CoverFacts[]>

/**
 * A place where those certificates stay that Cloudflare no longer has and that may be gone. Whether they are is decided by `withFates`,
 * once it is known what else the listing has. To say that it is missing is a successful check of a certificate.
 */
export function keepingVanished(place: WatchedPlace, listings: Listings, now: UnixSeconds): WatchedPlace {
  if (![...listings.keys()].some((kind) => kinds[kind].vanishing)) return place
  return withCertificates(place, (certificate) => {
    const { entry, known } = certificate
    const outcome = kinds[entry.kind].vanishing && listings.get(entry.kind)
    const isMissing = outcome && saysMissing(outcome, entry)
    if (!known || isMissing === undefined) return certificate
    const at = known.vanished?.at ?? now
    if (!isMissing || !mayBeGone(certificate, at, now)) return withoutVanished(certificate, now)
    const check = { lastCheck: now, lastSuccess: now, failure: undefined, absences: 0 }
    return { ...certificate, check, known: { ...known, vanished: { at, goneSince: known.vanished?.goneSince } } }
  })
}

/** A place after its checks, where those certificates that vanished are gone, wait for their successor, or are no longer watched. */
export function withFates(place: WatchedPlace, unwatched: UnwatchedCover, now: UnixSeconds): WatchedPlace {
  const all = [...place.certificates.values()]
  if (!all.some(({ known }) => known?.vanished)) return place
  const present = all.filter(isPresentIn(place))
  return withCertificates(place, (certificate) => {
    const { entry, known } = certificate
    const rule = kinds[entry.kind].vanishing
    if (!rule || !known?.vanished) return certificate
    const others = present.filter((other) => other.entry.kind === entry.kind)
    const facts = [...others.map((other) => coverFactsOf(other, now)), ...(unwatched.get(entry.kind) ?? [])]
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

/** What was deleted at the same time may still be among the certificates of the place. */
function isPresentIn({ stores }: WatchedPlace): (certificate: WatchedCertificate) => boolean {
  const listed = new Map(
    [...stores].map(([kind, store]) => [kind, store.listed && new Set(store.listed.map((each) => each.certificateId))]),
  )
  return ({ entry, known }) => !known?.vanished && (listed.get(entry.kind)?.has(entry.certificateId) ?? true)
}

/** A certificate of Gateway that is not in use harms nobody by its end. */
function mayBeGone(certificate: WatchedCertificate, at: UnixSeconds, now: UnixSeconds): boolean {
  const { entry, known } = certificate
  if (kinds[entry.kind].vanishing === 'in_use' && known?.record.inUse !== true) return false
  return staysWatched(fateOf({ end: endOf(certificate), vanishedAt: at, wasGone: false }, 'uncovered', now))
}

/**
 * Whether a listing says that a certificate is missing. What it calls deleted counts as missing. One that is not believed says so only
 * of that, and of what answers by id have confirmed. Undefined if it says nothing.
 */
function saysMissing(
  outcome: ReadOutcome<readonly ListedCertificate[]>,
  { kind, certificateId }: CertificateEntry,
): boolean | undefined {
  if (outcome.ok && outcome.isNotEntitled) return undefined
  const listed = outcome.ok ? outcome.value : (outcome.partial ?? [])
  const found = listed.find((each) => each.certificateId === certificateId)
  const isDeleted = found !== undefined && isListedAsDeleted(kind, found)
  if (outcome.ok) return found === undefined || isDeleted
  return isDeleted || outcome.gone?.has(certificateId) ? true : undefined
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
