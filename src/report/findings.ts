import type { UnixSeconds } from '../certificate/model.ts'
import { type CheckFailureReason, failureSentence } from '../inventory/check-failure.ts'
import { zonesOf } from '../inventory/places.ts'
import type { ReadHistory, Snapshot, WatchedZone } from '../inventory/snapshot.ts'
import { presentsNothing } from '../judgement/hostname.ts'
import { hostnameStateWords } from './words.ts'

/** Something that no certificate's row shows. */
export interface Finding {
  readonly what: string
  readonly zone: string
  readonly says: string
  readonly isBad: boolean
  /** Present if it cannot be read. */
  readonly failure: { readonly reason: CheckFailureReason; readonly detail: string } | undefined
  readonly lastSuccess: UnixSeconds | undefined
}

/** Something that cannot be read. */
export interface Unread extends Finding {
  readonly kind: 'hostname' | 'store' | 'switch' | 'zones'
  readonly failure: NonNullable<Finding['failure']>
}

/**
 * Lists hostnames without a certificate of their own, and hostnames, zones and discoveries that cannot be read. The bad ones come
 * first.
 */
export function findingsIn(snapshot: Snapshot): readonly Finding[] {
  return [...bareHostnamesIn(snapshot), ...unreadIn(snapshot)].sort((a, b) => Number(b.isBad) - Number(a.isBad))
}

/** Lists hostnames without a certificate of their own. They are bad if nothing is presented for them. */
export function bareHostnamesIn(snapshot: Snapshot): readonly Finding[] {
  return zonesOf(snapshot).flatMap(withoutCertificate)
}

/** Lists what cannot be read. Certificates that nobody sees may be behind it. */
export function unreadIn(snapshot: Snapshot): readonly Unread[] {
  return [
    ...zonesOf(snapshot).flatMap(({ name, hostnames }) =>
      [...hostnames.values()].flatMap(({ entry, reading }) =>
        unread('hostname', `hostname ${entry.hostname}`, name, reading),
      ),
    ),
    ...[...snapshot.places.values()].flatMap(({ name, stores }) =>
      [...stores.values()].flatMap(({ entry, reading }) =>
        unread('store', `list of the ${entry.kind} store`, name, reading),
      ),
    ),
    ...zonesOf(snapshot).flatMap(({ name, zoneSwitch }) =>
      unread('switch', 'switch of the zone’s own store', name, zoneSwitch.reading),
    ),
    ...[...snapshot.discoveries.values()].flatMap(({ entry, reading }) =>
      unread('zones', `list of the zones that ${entry.credentials} can see`, 'all', reading),
    ),
  ]
}

function unread(
  kind: Unread['kind'],
  what: string,
  zone: string,
  { failure, lastSuccess }: ReadHistory,
): readonly Unread[] {
  if (!failure) return []
  const says = `cannot be read: ${failure.reason}: ${failureSentence(failure)}: ${failure.detail}`
  return [{ kind, what, zone, says, isBad: true, failure, lastSuccess }]
}

function withoutCertificate({ name: zone, hostnames, zoneSwitch }: WatchedZone): readonly Finding[] {
  return [...hostnames.values()].flatMap(({ association, reading, entry }) => {
    if (!association || association.state === 'enabled') return []
    const { state } = association
    const isBad = presentsNothing(association, zoneSwitch)
    const store =
      zoneSwitch.enabled === undefined || !zoneSwitch.isFresh
        ? 'whether it is on is not known'
        : `it is ${onOrOff(zoneSwitch.enabled)}`
    const says = `${state}: ${hostnameStateWords[state]}${state === 'disabled' ? '' : `; ${store}`}`
    return [{ what: entry.hostname, zone, says, isBad, failure: undefined, lastSuccess: reading.lastSuccess }]
  })
}

function onOrOff(enabled: boolean): string {
  return enabled ? 'on' : 'off'
}
