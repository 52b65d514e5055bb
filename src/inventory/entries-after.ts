import type { CertificateEntry } from '../certificate/model.ts'
import { entriesOf, type PlaceReadings } from './entries.ts'
import type { PlacePlan } from './place-plan.ts'
import type { WatchedCertificate, WatchedHostname, WatchedPlace, WatchedStore } from './snapshot.ts'

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

/** Whether two maps have the same keys in the same order, and all their values agree. */
function correspond<K, V>(
  before: ReadonlyMap<K, V>,
  next: ReadonlyMap<K, V>,
  agree: (before: V, next: V) => boolean,
): boolean {
  if (before === next) return true
  if (before.size !== next.size) return false
  const entries = before.entries()
  for (const [key, value] of next) {
    const [keyBefore, valueBefore] = entries.next().value ?? []
    if (keyBefore !== key || valueBefore === undefined) return false
    if (valueBefore !== value && !agree(valueBefore, value)) return false
  }
  return true
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
