import type { CertificateEntry } from '../certificate/model.ts'
import { entriesOf, type PlaceReadings } from './entries.ts'
import type { PlacePlan } from './place-plan.ts'
import type { WatchedCertificate, WatchedHostname, WatchedPlace, WatchedStore } from './snapshot.ts'
import { correspond } from './structural-sharing.ts'

/**
 * As `entriesOf`. Where all that decides about the entries is as it was, they are too, as mostly from one cycle to the next.
 * @param planned what was last made of the same plan; undefined if that is not at hand
 */
export function entriesAfter(
  plan: PlacePlan,
  readings: PlaceReadings,
  planned: WatchedPlace | undefined,
): ReadonlyMap<string, CertificateEntry> {
  if (!planned || !leadsToTheSame(planned, readings)) return entriesOf(plan, readings)
  return new Map([...readings.certificates].map(([key, { entry }]) => [key, entry]))
}

function leadsToTheSame(planned: WatchedPlace, { stores, hostnames, certificates }: PlaceReadings): boolean {
  const before = planned.scope === 'zone' ? planned.hostnames : new Map<string, WatchedHostname>()
  return (
    correspond(planned.stores, stores, haveSameMembers) &&
    correspond(before, hostnames, haveSameAssociation) &&
    correspond(planned.certificates, certificates, haveSameName)
  )
}

function haveSameMembers(a: WatchedStore, b: WatchedStore): boolean {
  return a.entry === b.entry && a.listed === b.listed && a.vanished === b.vanished
}

function haveSameAssociation(a: WatchedHostname, b: WatchedHostname): boolean {
  return a.entry === b.entry && a.association === b.association && a.presents === b.presents
}

/** What a certificate is called, and which thresholds are in force, follows from these. */
function haveSameName(a: WatchedCertificate, b: WatchedCertificate): boolean {
  return a.entry === b.entry && a.known?.facts === b.known?.facts && a.known?.record === b.known?.record
}
