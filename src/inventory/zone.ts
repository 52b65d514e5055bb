import type { UnixSeconds } from '../certificate/model.ts'
import type { StoreEntry } from '../certificate/watch-list.ts'
import { isPresentedFor, kindPresentedFor } from '../kinds/kinds.ts'
import { useOf } from './certificate-use.ts'
import { entriesAfter } from './entries-after.ts'
import { unreadSince } from './merge.ts'
import type { ZonePlan } from './place-plan.ts'
import { presentedByStore } from './presented-certificate.ts'
import { keyOf, type WatchedHostname, type WatchedPlace, type WatchedZone, type ZoneSwitch } from './snapshot.ts'
import { reuseIfSameEntries, reuseIfSameFields } from './structural-sharing.ts'
import { watchTermsOf } from './watch-terms.ts'
import { watchCertificates, watchStores } from './watched-stores.ts'
import { watchSwitch } from './zone-switch.ts'

/** A zone according to its plan; see `watchPlace`. */
export function watchZone(
  plan: ZonePlan,
  before: WatchedZone | undefined,
  now: UnixSeconds,
  planned?: WatchedPlace,
): WatchedZone {
  const { scope, scopeId, name } = plan
  const zoneSwitch = watchSwitch(plan, before?.zoneSwitch, now)
  const knownHostnames = plan.hostnames.map((entry): WatchedHostname => {
    const { association, reading = unreadSince(now) } = before?.hostnames.get(entry.hostname) ?? {}
    return { entry, association, reading, presents: undefined }
  })
  const stores = watchStores(plannedStores(plan, knownHostnames, zoneSwitch), before?.stores, now)
  const hostnames = reuseIfSameEntries(
    before?.hostnames,
    new Map(
      knownHostnames.map((hostname): [string, WatchedHostname] => {
        const next = { ...hostname, presents: presentedFor(scopeId, hostname, zoneSwitch, stores) }
        return [hostname.entry.hostname, reuseIfSameFields(before?.hostnames.get(hostname.entry.hostname), next)]
      }),
    ),
  )
  const watched = { stores, hostnames, zoneSwitch }
  const readings = { stores, hostnames, certificates: before?.certificates ?? new Map() }
  const certificates = watchCertificates(
    entriesAfter(plan, readings, planned),
    readings,
    (certificate, key, all) => useOf(certificate, key, plan, { ...watched, certificates: all }, now),
    now,
  )
  return reuseIfSameFields(before, { scope, scopeId, name, certificates, ...watched })
}

/** The planned stores, and the zone's own store if a hostname falls back to it and the plan does not list that store. */
function plannedStores(
  plan: ZonePlan,
  hostnames: readonly WatchedHostname[],
  { enabled }: ZoneSwitch,
): readonly StoreEntry[] {
  const isPlanned = plan.stores.some(({ kind }) => isPresentedFor(kind, 'zone'))
  return isPlanned || !enabled ? plan.stores : [...plan.stores, ...fallbackStore(plan, hostnames)]
}

function fallbackStore({ scopeId, name }: ZonePlan, hostnames: readonly WatchedHostname[]): readonly StoreEntry[] {
  const [first, ...others] = hostnames.filter(fallsBack).map(({ entry }) => entry)
  if (!first) return []
  const terms = watchTermsOf([first, ...others], undefined)
  return [{ scopeId, placeName: name, kind: kindPresentedFor.zone, exclude: new Set(), watches: 'presented', ...terms }]
}

/** Whether a hostname presents what the zone's own store presents, because it has no association of its own. */
function fallsBack({ association }: WatchedHostname): boolean {
  return association?.state === 'voided' || association?.state === 'none'
}

function presentedFor(
  scopeId: string,
  hostname: WatchedHostname,
  { enabled }: ZoneSwitch,
  stores: WatchedZone['stores'],
): string | undefined {
  const { state, certificateId } = hostname.association ?? {}
  if (state === 'enabled' && certificateId !== undefined)
    return keyOf({ kind: kindPresentedFor.hostnames, scopeId, certificateId })
  if (!enabled || !fallsBack(hostname)) return undefined
  const presented = presentedByStore(stores.get(kindPresentedFor.zone)?.listed ?? [])
  return presented === undefined ? undefined : keyOf({ kind: kindPresentedFor.zone, scopeId, certificateId: presented })
}
