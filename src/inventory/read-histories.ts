import type { UnixSeconds } from '../certificate/model.ts'
import { hostnamesOf, zonesOf } from './places.ts'
import { certificatesOf, type ReadHistory, type Snapshot, storesOf, type WatchedPlace } from './snapshot.ts'
import { switchCredentials } from './zone-switch.ts'

/** The histories of everything that is read. */
export function readHistoriesOf(snapshot: Snapshot): readonly ReadHistory[] {
  const switches = zonesOf(snapshot).filter((zone) => switchCredentials(zone) !== undefined)
  const read = [...hostnamesOf(snapshot), ...storesOf(snapshot), ...snapshot.discoveries.values()]
  return [
    ...certificatesOf(snapshot).map(({ check }) => check),
    ...read.map(({ reading }) => reading),
    ...switches.map(({ zoneSwitch }) => zoneSwitch.reading),
  ]
}

/** Whether everything in a place that is read with a credential was asked for before, and some of it since a moment. */
export function wasAskedSince(place: WatchedPlace, credentials: string, moment: UnixSeconds): boolean {
  const asked = historiesIn(place, credentials).map(({ lastCheck }) => lastCheck)
  return asked.every((at) => at !== undefined) && asked.some((at) => at >= moment)
}

function historiesIn(place: WatchedPlace, credentials: string): readonly ReadHistory[] {
  const hostnames = place.scope === 'zone' ? [...place.hostnames.values()] : []
  const isOwn = ({ entry }: { readonly entry: { readonly credentials: string } }) => entry.credentials === credentials
  return [
    ...[...place.certificates.values()].filter(isOwn).map(({ check }) => check),
    ...[...place.stores.values(), ...hostnames].filter(isOwn).map(({ reading }) => reading),
    ...(place.scope === 'zone' && switchCredentials(place) === credentials ? [place.zoneSwitch.reading] : []),
  ]
}

/** The number of zones and accounts in which something is read with a credential. */
export function placesWatchedWith({ places }: Snapshot, credentials: string): number {
  return [...places.values()].filter((place) => isAskedWith(place, credentials)).length
}

export function isAskedWith(place: WatchedPlace, credentials: string): boolean {
  return credentialsOfPlace(place).includes(credentials)
}

/** The names of all credentials that something is read with. */
export function credentialsOf({ places, discoveries }: Snapshot): readonly string[] {
  return [...new Set([...discoveries.keys(), ...[...places.values()].flatMap(credentialsOfPlace)])]
}

function credentialsOfPlace(place: WatchedPlace): readonly string[] {
  const hostnames = place.scope === 'zone' ? [...place.hostnames.values()] : []
  return [...place.certificates.values(), ...hostnames, ...place.stores.values()].map(({ entry }) => entry.credentials)
}
