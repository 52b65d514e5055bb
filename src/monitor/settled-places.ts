import type { UnixSeconds } from '../certificate/model.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import type { WatchedCertificate, WatchedHostname, WatchedPlace, WatchedStore } from '../inventory/snapshot.ts'
import { judgementChangesAt } from '../judgement/certificate.ts'
import { isPresentedFor } from '../kinds/kinds.ts'
import type { Answered } from './visit-answers.ts'

interface LastVisit {
  readonly answered: Answered
  /** A visit with the same answers changes nothing but times. */
  readonly isSettled: boolean
  /** Between these two moments time alone changes no judgement. */
  readonly quiet: { readonly from: UnixSeconds; readonly until: UnixSeconds }
}

/**
 * Remembers which places are settled: everything in them was read, twice in a row with the same answers, and the second time nothing changed
 * but times. Then it does not change at a third visit with these answers either, and nothing has to be worked out.
 */
export class SettledPlaces {
  readonly #answered = new WeakMap<PlaceReport, Answered>()
  /** By the place as a visit left it. */
  readonly #visits = new WeakMap<WatchedPlace, LastVisit>()

  /** What to ask a settled place for, and the answers that change nothing. */
  answersOf(place: WatchedPlace): Answered | undefined {
    const last = this.#visits.get(place)
    return last?.isSettled ? last.answered : undefined
  }

  /** @param answered the answers that a report was made of; undefined if another visit may ask for more */
  visited(report: PlaceReport, answered: Answered | undefined): void {
    if (answered) this.#answered.set(report, answered)
  }

  /**
   * Notes what a report has made of a place.
   * @returns whether there may be something to tell
   */
  published(report: PlaceReport, previous: WatchedPlace, next: WatchedPlace, now: UnixSeconds): boolean {
    const before = this.#visits.get(previous)
    if (report.repeats) return before === undefined || report.repeats !== previous || !this.#moved(before, next, now)
    const answered = this.#answered.get(report)
    if (answered && isWhole(report, next)) {
      const isSame = before !== undefined && haveSameEntries(before.answered.digests, answered.digests)
      const isSettled = isSame && maySettle(next) && differOnlyInTimes(previous, next)
      this.#visits.set(next, { answered, isSettled, quiet: isSettled ? quietAt(next, now) : { from: now, until: now } })
    }
    return true
  }

  /** @returns whether it was quiet since the last visit */
  #moved(before: LastVisit, next: WatchedPlace, now: UnixSeconds): boolean {
    const isQuiet = now >= before.quiet.from && now < before.quiet.until
    this.#visits.set(next, isQuiet ? before : { ...before, quiet: quietAt(next, now) })
    return isQuiet
  }
}

/** Whether the report is about everything that is read in the place, and all of it was read. */
function isWhole(report: PlaceReport, place: WatchedPlace): boolean {
  const { listings, checks } = report
  return (
    [...place.stores.keys()].every((kind) => listings.get(kind)?.ok) &&
    [...place.certificates.keys()].every((key) => checks.get(key)?.kind === 'succeeded') &&
    (place.scope === 'account' || (report.scope === 'zone' && isWholeZone(report, place)))
  )
}

function isWholeZone(
  { associations, zoneSwitch: asked }: Extract<PlaceReport, { scope: 'zone' }>,
  { hostnames, zoneSwitch }: Extract<WatchedPlace, { scope: 'zone' }>,
): boolean {
  const isSwitchRead = zoneSwitch.reading.lastCheck === undefined || (asked?.ok === true && zoneSwitch.isFresh)
  return isSwitchRead && [...hostnames.keys()].every((name) => associations.get(name)?.ok)
}

/** Of other kinds, time decides what is in use, or Cloudflare takes them away. */
function maySettle({ certificates, stores }: WatchedPlace): boolean {
  const entries = [...certificates.values(), ...stores.values()].map(({ entry }) => entry)
  const areOfOriginPulls = entries.every(
    ({ kind }) => isPresentedFor(kind, 'hostnames') || isPresentedFor(kind, 'zone'),
  )
  return areOfOriginPulls && [...certificates.values()].every(({ known }) => known && !known.record.unreadable)
}

function differOnlyInTimes(a: WatchedPlace, b: WatchedPlace): boolean {
  return (
    a.name === b.name &&
    haveSameEntries(a.certificates, b.certificates, isSameCertificate) &&
    haveSameEntries(a.stores, b.stores, isSameStore) &&
    (a.scope === 'account' ||
      (b.scope === 'zone' &&
        haveSameEntries(a.hostnames, b.hostnames, isSameHostname) &&
        a.zoneSwitch.enabled === b.zoneSwitch.enabled &&
        a.zoneSwitch.isFresh === b.zoneSwitch.isFresh &&
        a.zoneSwitch.labels === b.zoneSwitch.labels))
  )
}

function isSameCertificate(a: WatchedCertificate, b: WatchedCertificate): boolean {
  const areChecked = a.check.absences === 0 && b.check.absences === 0 && !a.check.failure && !b.check.failure
  return areChecked && a.entry === b.entry && a.known === b.known && a.use === b.use && a.trust === b.trust
}

function isSameStore(a: WatchedStore, b: WatchedStore): boolean {
  const isEntitled = !a.isNotEntitled && !b.isNotEntitled && !a.vanished && !b.vanished
  return isEntitled && a.entry === b.entry && a.listed === b.listed && a.emptyListings === b.emptyListings
}

function isSameHostname(a: WatchedHostname, b: WatchedHostname): boolean {
  return a.entry === b.entry && a.association === b.association && a.presents === b.presents
}

function haveSameEntries<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  isSame: (a: V, b: V) => boolean = Object.is,
): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of b) {
    const before = a.get(key)
    if (before === undefined || !isSame(before, value)) return false
  }
  return true
}

function quietAt({ certificates }: WatchedPlace, now: UnixSeconds): LastVisit['quiet'] {
  let until = Number.POSITIVE_INFINITY
  for (const certificate of certificates.values())
    for (const moment of judgementChangesAt({ certificate, replaceableSince: undefined }))
      if (moment > now && moment < until) until = moment
  return { from: now, until }
}
