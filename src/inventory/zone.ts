import type { UnixSeconds } from '../certificate/model.ts'
import type { StoreEntry } from '../certificate/watch-list.ts'
import { type CertificateKind, isPresentedFor, kindPresentedFor } from '../kinds/kinds.ts'
import { useOf } from './certificate-use.ts'
import { entriesOf } from './entries.ts'
import { unchecked, unreadSince } from './merge.ts'
import { presentedByStore } from './presented-certificate.ts'
import {
  type CertificateUse,
  keyOf,
  type WatchedCertificate,
  type WatchedHostname,
  type WatchedStore,
  type WatchedZone,
  type ZoneSwitch,
} from './snapshot.ts'
import { reuseIfEqual, reuseIfSameEntries, reuseIfSameFields } from './structural-sharing.ts'
import { watchTermsOf } from './watch-terms.ts'
import type { ZonePlan } from './zone-plan.ts'
import { watchSwitch } from './zone-switch.ts'

/**
 * A zone according to its plan: everything that is planned, found or followed, together with what was known of it before. What
 * neither the plan nor the last good readings lead to is no longer watched.
 */
export function watchZone(plan: ZonePlan, before: WatchedZone | undefined, now: UnixSeconds): WatchedZone {
  const { zoneId, zone } = plan
  const zoneSwitch = watchSwitch(plan, before?.zoneSwitch, now)
  const knownHostnames = plan.hostnames.map((entry): WatchedHostname => {
    const { association, reading = unreadSince(now) } = before?.hostnames.get(entry.hostname) ?? {}
    return { entry, association, reading, presents: undefined }
  })
  const stores = storesOf(plan, knownHostnames, zoneSwitch, before, now)
  const hostnames = reuseIfSameEntries(
    before?.hostnames,
    new Map(
      knownHostnames.map((hostname): [string, WatchedHostname] => {
        const next = { ...hostname, presents: presentedFor(zoneId, hostname, zoneSwitch, stores) }
        return [hostname.entry.hostname, reuseIfSameFields(before?.hostnames.get(hostname.entry.hostname), next)]
      }),
    ),
  )
  const watched = { stores, hostnames, zoneSwitch }
  const certificates = certificatesOf(plan, { ...watched, certificates: before?.certificates ?? new Map() }, now)
  return reuseIfSameFields(before, { zoneId, zone, certificates, ...watched })
}

/** The planned stores, and the zone's own store if a hostname falls back to it and the plan does not list that store. */
function storesOf(
  plan: ZonePlan,
  hostnames: readonly WatchedHostname[],
  { enabled }: ZoneSwitch,
  before: WatchedZone | undefined,
  now: UnixSeconds,
): WatchedZone['stores'] {
  const isPlanned = plan.stores.some(({ kind }) => isPresentedFor(kind, 'zone'))
  const entries = isPlanned || !enabled ? plan.stores : [...plan.stores, ...fallbackStore(plan, hostnames)]
  const stores = entries.map((entry): [CertificateKind, WatchedStore] => {
    const known = before?.stores.get(entry.kind)
    const next: WatchedStore = {
      listed: undefined,
      reading: unreadSince(now),
      emptyListings: 0,
      ...known,
      entry: reuseIfEqual(known?.entry, entry),
    }
    return [entry.kind, reuseIfSameFields(known, next)]
  })
  return reuseIfSameEntries(before?.stores, new Map(stores))
}

function fallbackStore({ zoneId, zone }: ZonePlan, hostnames: readonly WatchedHostname[]): readonly StoreEntry[] {
  const [first, ...others] = hostnames.filter(fallsBack).map(({ entry }) => entry)
  if (!first) return []
  const terms = watchTermsOf([first, ...others], undefined)
  return [{ zoneId, zone, kind: kindPresentedFor.zone, exclude: new Set(), watches: 'presented', ...terms }]
}

/** Whether a hostname presents what the zone's own store presents, because it has no association of its own. */
function fallsBack({ association }: WatchedHostname): boolean {
  return association?.state === 'voided' || association?.state === 'none'
}

function presentedFor(
  zoneId: string,
  hostname: WatchedHostname,
  { enabled }: ZoneSwitch,
  stores: WatchedZone['stores'],
): string | undefined {
  const { state, certificateId } = hostname.association ?? {}
  if (state === 'enabled' && certificateId !== undefined)
    return keyOf({ kind: kindPresentedFor.hostnames, zoneId, certificateId })
  if (!enabled || !fallsBack(hostname)) return undefined
  const presented = presentedByStore(stores.get(kindPresentedFor.zone)?.listed ?? [])
  return presented === undefined ? undefined : keyOf({ kind: kindPresentedFor.zone, zoneId, certificateId: presented })
}

function certificatesOf(
  plan: ZonePlan,
  before: Pick<WatchedZone, 'certificates' | 'hostnames' | 'stores' | 'zoneSwitch'>,
  now: UnixSeconds,
): WatchedZone['certificates'] {
  const entries = entriesOf(plan, before)
  const watched = [...entries].map(([key, entry]): [string, WatchedCertificate] => {
    const known = before.certificates.get(key)
    return [key, known ? (known.entry === entry ? known : { ...known, entry }) : unchecked(entry, now)]
  })
  const certificates = new Map(watched)
  const used = watched.map(([key, certificate]): [string, WatchedCertificate] => {
    const found = useOf(certificate, key, plan, { ...before, certificates }, now)
    const use = reuseIfEqual(certificate.use, withSince(found, certificate.use, now))
    return [key, certificate.use === use ? certificate : { ...certificate, use }]
  })
  return reuseIfSameEntries(before.certificates, new Map(used))
}

function withSince(use: CertificateUse, before: CertificateUse, now: UnixSeconds): CertificateUse {
  if (use.inUse === undefined) return use
  return { ...use, since: use.inUse === before.inUse ? (before.since ?? now) : now }
}
