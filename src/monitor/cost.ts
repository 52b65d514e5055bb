import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { secondsAtPace } from '../cloudflare/pace.ts'
import { largestZonePage } from '../cloudflare/zone-page.ts'
import { credentialsOf } from '../inventory/read-histories.ts'
import type { Snapshot, WatchedPlace } from '../inventory/snapshot.ts'
import { type CertificateKind, isPresentedFor } from '../kinds/kinds.ts'
import { type PlaceQuestions, questionsAbout } from './questions.ts'

/** The cost of a full cycle with one credential. */
export interface CycleCost {
  readonly credentials: string
  readonly requests: number
  /** The time that the requests take at the allowed rate, if each one is answered. */
  readonly seconds: Seconds
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
    const pages = discovery?.listed ? pagesOf(discovery.listed.length) : 0
    const visits = places.map((place) => costOfVisit(place, questionsAbout(place, credentials, 'all', now)))
    const requests = pages + visits.reduce((sum, cost) => sum + cost, 0)
    return [{ credentials, requests, seconds: secondsAtPace(requests, requestsPer5m) }]
  })
}

/** That there is no zone takes a page to find out, too. */
function pagesOf(zones: number): number {
  return Math.max(1, Math.ceil(zones / largestZonePage))
}

/** The number of requests of a visit. Certificates that no list and no hostname brings cost one list for each store. */
function costOfVisit(place: WatchedPlace, questions: PlaceQuestions | undefined): number {
  if (!questions) return 0
  const { stores, certificates } = questions
  const isListed = (kind: CertificateKind) => stores.some((store) => store.kind === kind)
  const hostnames = place.scope === 'zone' ? [...place.hostnames.values()] : []
  const followed = new Set(hostnames.flatMap(({ association }) => association?.certificateId ?? []))
  const ofZone = questions.scope === 'zone' ? questions.hostnames.length + Number(questions.zoneSwitch) : 0
  const single = certificates.filter(
    ({ kind, certificateId }) => !isListed(kind) && !(isPresentedFor(kind, 'hostnames') && followed.has(certificateId)),
  )
  const lists = new Set(single.map(({ kind }) => kind)).size
  return ofZone + stores.length + lists
}
