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

/** Whether everything in a place was asked for at least once. */
export function isAskedThroughout(place: WatchedPlace): boolean {
  const ofZone = place.scope === 'zone' ? place : undefined
  const switches = ofZone && switchCredentials(ofZone) !== undefined ? [ofZone.zoneSwitch] : []
  const read = [...place.stores.values(), ...(ofZone?.hostnames.values() ?? []), ...switches]
  const histories = [...place.certificates.values()].map(({ check }): ReadHistory => check)
  return [...histories, ...read.map(({ reading }) => reading)].every(({ lastCheck }) => lastCheck !== undefined)
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
