import type { UnixSeconds } from '../certificate/model.ts'
import { isPresentedFor, kindPresentedFor } from '../kinds/kinds.ts'
import { isFresh } from './freshness.ts'
import { neverRead } from './merge.ts'
import type { ZonePlan } from './place-plan.ts'
import type { WatchedZone, ZoneSwitch } from './snapshot.ts'
import { reuseIfEqual, reuseIfSameFields } from './structural-sharing.ts'
import { watchTermsOf } from './watch-terms.ts'

/** The switch of a zone's own store, together with what was known of it before. */
export function watchSwitch(plan: ZonePlan, before: ZoneSwitch | undefined, now: UnixSeconds): ZoneSwitch {
  const { enabled, reading = neverRead } = before ?? {}
  const [watcher] = [...plan.stores, ...plan.hostnames, ...plan.certificates]
  const next: ZoneSwitch = {
    enabled,
    reading,
    isFresh: watcher !== undefined && isFresh(reading, watcher.staleAfter, now),
    labels: reuseIfEqual(before?.labels, labelsOf(plan)),
  }
  return reuseIfSameFields(before, next)
}

/** The labels of the entry that lists the store, or else those on which all hostnames agree that may fall back to it. */
function labelsOf({ stores, hostnames: [first, ...others] }: ZonePlan): ZoneSwitch['labels'] {
  const store = stores.find(({ kind }) => isPresentedFor(kind, 'zone'))
  if (store) return store.labels
  return first ? watchTermsOf([first, ...others], undefined).labels : {}
}

/** How many certificates the zone's own store has by its last good list. Undefined until it was listed. */
export function certificatesInOwnStore({ stores }: Pick<WatchedZone, 'stores'>): number | undefined {
  return stores.get(kindPresentedFor.zone)?.listed?.length
}

/**
 * The credential for reading whether the zone's own store is on. Undefined if nothing depends on that: no hostname can fall back to
 * the store, and no certificate is in it.
 */
export function switchCredentials({ hostnames, stores, certificates }: WatchedZone): string | undefined {
  const store = stores.get(kindPresentedFor.zone)
  if (store?.listed && store.listed.length > 0) return store.entry.credentials
  const inStore = [...certificates.values()].find(({ entry }) => isPresentedFor(entry.kind, 'zone'))
  const [hostname] = hostnames.values()
  return (inStore ?? hostname)?.entry.credentials
}
