import { certificatesOf, hostnamesOf, type ReadHistory, type Snapshot, storesOf, type WatchedZone } from './snapshot.ts'
import { switchCredentials } from './zone-switch.ts'

/** The histories of everything that is read. */
export function readHistoriesOf(snapshot: Snapshot): readonly ReadHistory[] {
  const switches = [...snapshot.zones.values()].filter((zone) => switchCredentials(zone) !== undefined)
  const read = [...hostnamesOf(snapshot), ...storesOf(snapshot), ...snapshot.discoveries.values()]
  return [
    ...certificatesOf(snapshot).map(({ check }) => check),
    ...read.map(({ reading }) => reading),
    ...switches.map(({ zoneSwitch }) => zoneSwitch.reading),
  ]
}

/** The number of zones in which something is read with a credential. */
export function zonesWatchedWith({ zones }: Snapshot, credentials: string): number {
  return [...zones.values()].filter((zone) => isAskedWith(zone, credentials)).length
}

export function isAskedWith(zone: WatchedZone, credentials: string): boolean {
  return credentialsOfZone(zone).includes(credentials)
}

/** The names of all credentials that something is read with. */
export function credentialsOf({ zones, discoveries }: Snapshot): readonly string[] {
  return [...new Set([...discoveries.keys(), ...[...zones.values()].flatMap(credentialsOfZone)])]
}

function credentialsOfZone({ certificates, hostnames, stores }: WatchedZone): readonly string[] {
  return [...certificates.values(), ...hostnames.values(), ...stores.values()].map(({ entry }) => entry.credentials)
}
