import { certificatesOf, hostnamesOf, type ReadHistory, type Snapshot, storesOf, type WatchedZone } from './snapshot.ts'
import { switchCredentials } from './zone-switch.ts'

/** How asking went for everything that is asked for. */
export function readHistoriesOf(snapshot: Snapshot): readonly ReadHistory[] {
  const switches = [...snapshot.zones.values()].filter((zone) => switchCredentials(zone) !== undefined)
  const read = [...hostnamesOf(snapshot), ...storesOf(snapshot), ...snapshot.discoveries.values()]
  return [
    ...certificatesOf(snapshot).map(({ check }) => check),
    ...read.map(({ reading }) => reading),
    ...switches.map(({ zoneSwitch }) => zoneSwitch.reading),
  ]
}

/** How many zones are asked for with a credential. */
export function zonesWatchedWith({ zones }: Snapshot, credentials: string): number {
  return [...zones.values()].filter((zone) => isAskedWith(zone, credentials)).length
}

export function isAskedWith(zone: WatchedZone, credentials: string): boolean {
  return credentialsOfZone(zone).includes(credentials)
}

/** The names of all credentials that something is asked for with. */
export function credentialsOf({ zones, discoveries }: Snapshot): readonly string[] {
  return [...new Set([...discoveries.keys(), ...[...zones.values()].flatMap(credentialsOfZone)])]
}

function credentialsOfZone({ certificates, hostnames, stores }: WatchedZone): readonly string[] {
  return [...certificates.values(), ...hostnames.values(), ...stores.values()].map(({ entry }) => entry.credentials)
}
