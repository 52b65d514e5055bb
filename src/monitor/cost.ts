import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { secondsAtPace } from '../cloudflare/pace.ts'
import { largestZonePage } from '../cloudflare/zone-page.ts'
import { credentialsOf } from '../inventory/read-histories.ts'
import type { Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import {
  associationsEndpointOf,
  type CertificateKind,
  certificateKinds,
  isPresentedFor,
  kinds,
  kindsReadByDefault,
} from '../kinds/kinds.ts'
import { isDue } from './due-stores.ts'
import { type PlaceQuestions, questionsAbout } from './questions.ts'

/** The part of a kind in the cost of a full cycle. */
export interface KindCost {
  readonly kind: CertificateKind
  /** The cycle would make so many requests less without the kind. */
  readonly requests: number
  /** The number of stores that are not listed in this cycle, because they are empty. */
  readonly restingStores: number
}

/** The cost of a full cycle with one credential. */
export interface CycleCost {
  readonly credentials: string
  readonly requests: number
  /** The time that the requests take at the allowed rate, if each one is answered. */
  readonly seconds: Seconds
  /** Each kind that is watched with the credential. */
  readonly kinds: readonly KindCost[]
}

/**
 * Works out what a full cycle over everything known now costs, for each credential.
 * @param requestsPer5m the number of requests that each credential may make in five minutes
 */
export function cycleCosts(snapshot: Snapshot, requestsPer5m: number, now: UnixSeconds): readonly CycleCost[] {
  const places = [...snapshot.places.values()]
  return credentialsOf(snapshot).flatMap((credentials) => {
    const discovery = snapshot.discoveries.get(credentials)
    // Until the zones are found nobody can say what a cycle costs.
    if (discovery && !discovery.listed) return []
    const visits = places.flatMap((place) => {
      const questions = questionsAbout(place, credentials, 'all', now)
      return questions ? [{ place, questions }] : []
    })
    const ofKinds = costsOfKinds(places, visits, credentials, now)
    const pages = discovery?.listed ? pagesOf(discovery.listed.length, largestZonePage) : 0
    const ofZones = sumOf(visits, ({ questions }) => costOfZone(questions))
    const requests = pages + ofZones + sumOf(ofKinds, (cost) => cost.requests)
    return [{ credentials, requests, seconds: secondsAtPace(requests, requestsPer5m), kinds: ofKinds }]
  })
}

interface CostedVisit {
  readonly place: WatchedPlace
  readonly questions: PlaceQuestions
}

/** Only the kinds that are in a place are looked at: a fleet has thousands of places, and most of them one kind. */
function costsOfKinds(
  places: readonly WatchedPlace[],
  visits: readonly CostedVisit[],
  credentials: string,
  now: UnixSeconds,
): readonly KindCost[] {
  const requests = new Map<CertificateKind, number>()
  for (const { place, questions } of visits) {
    const asked = new Set([...questions.stores, ...questions.certificates].map(({ kind }) => kind))
    for (const kind of asked) add(requests, kind, costOfKind(kind, place, questions))
  }
  const resting = new Map<CertificateKind, number>()
  for (const place of places)
    for (const [kind, store] of place.stores)
      if (store.entry.credentials === credentials && !isDue(store, place, now)) add(resting, kind, 1)
  return certificateKinds.flatMap((kind) => {
    const cost = { kind, requests: requests.get(kind) ?? 0, restingStores: resting.get(kind) ?? 0 }
    return cost.requests + cost.restingStores > 0 ? [cost] : []
  })
}

function add(counts: Map<CertificateKind, number>, kind: CertificateKind, count: number): void {
  counts.set(kind, (counts.get(kind) ?? 0) + count)
}

/** The costs of the kinds that are watched only where the configuration names them, or their account. */
export function costsOfFurtherKinds({ kinds: ofKinds }: Pick<CycleCost, 'kinds'>): readonly KindCost[] {
  const byDefault: readonly CertificateKind[] = kindsReadByDefault
  return ofKinds.filter(({ kind }) => !byDefault.includes(kind))
}

/** It takes a page to find out that there is nothing, too. */
function pagesOf(entries: number, pageSize: number): number {
  return Math.max(1, Math.ceil(entries / pageSize))
}

function costOfZone(questions: PlaceQuestions): number {
  return questions.scope === 'zone' ? questions.hostnames.length + Number(questions.zoneSwitch) : 0
}

/** The lists of a kind, and what is asked besides about its certificates. Those that no list and no hostname brings cost one list. */
function costOfKind(kind: CertificateKind, place: WatchedPlace, { stores, certificates }: PlaceQuestions): number {
  const isListed = stores.some((store) => store.kind === kind)
  const own = certificates.filter((certificate) => certificate.kind === kind)
  const followed = isPresentedFor(kind, 'hostnames') ? followedIn(place) : new Set<string>()
  const isAskedFor = own.some(({ certificateId }) => !followed.has(certificateId))
  const { pageSize } = kinds[kind].list
  const listed = place.stores.get(kind)?.listed?.length ?? 0
  const pages = pageSize === undefined ? 1 : pagesOf(listed, pageSize)
  const associations = associationsEndpointOf(kind) === undefined ? 0 : own.length
  return (isListed || isAskedFor ? pages : 0) + associations + Number(isListed && isCoverAskedFor(kind, place))
}

function followedIn(place: WatchedPlace): ReadonlySet<string> {
  const hostnames = place.scope === 'zone' ? [...place.hostnames.values()] : []
  return new Set(hostnames.flatMap(({ association }) => association?.certificateId ?? []))
}

/** While a certificate is missing, the zone is also asked what Cloudflare issued in its place. */
function isCoverAskedFor(kind: CertificateKind, { certificates }: WatchedPlace): boolean {
  const isMissing = [...certificates.values()].some(({ entry, known }) => entry.kind === kind && known?.vanished)
  return isMissing && kinds[kind].vanishing === 'hosts'
}

function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0)
}
