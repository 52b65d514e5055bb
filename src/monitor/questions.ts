import type { CertificateEntry, UnixSeconds } from '../certificate/model.ts'
import type { HostnameEntry, StoreEntry } from '../certificate/watch-list.ts'
import { isOutstanding } from '../inventory/merge.ts'
import type {
  PlaceIdentity,
  ReadHistory,
  WatchedCertificate,
  WatchedPlace,
  WatchedZone,
} from '../inventory/snapshot.ts'
import { switchCredentials } from '../inventory/zone-switch.ts'
import { reachesOrigins } from '../kinds/kinds.ts'
import { isDue } from './due-stores.ts'

/** What a cycle asks for. `all`: everything that is watched. `outstanding`: what failed last time or was never asked for. */
export type CycleScope = 'all' | 'outstanding'

interface StoreQuestions extends PlaceIdentity {
  readonly credentials: string
  readonly stores: readonly StoreEntry[]
  readonly certificates: readonly CertificateEntry[]
}

export interface ZoneQuestions extends StoreQuestions {
  readonly scope: 'zone'
  readonly hostnames: readonly HostnameEntry[]
  readonly zoneSwitch: boolean
}

export interface AccountQuestions extends StoreQuestions {
  readonly scope: 'account'
}

/** The questions of one visit to a zone or an account with one credential. */
export type PlaceQuestions = ZoneQuestions | AccountQuestions

/** The questions to ask about a place, or undefined if there are none. */
export function questionsAbout(
  place: WatchedPlace,
  credentials: string,
  scope: CycleScope,
  now: UnixSeconds,
): PlaceQuestions | undefined {
  const isWanted: IsWanted = (reading) => scope === 'all' || isOutstanding(reading)
  const ofStores = {
    scopeId: place.scopeId,
    credentials,
    stores: own(place.stores, credentials).flatMap((store) =>
      isWanted(store.reading) && isDue(store, place, now) ? [store.entry] : [],
    ),
    certificates: own(place.certificates, credentials).flatMap((watched) =>
      !watched.known?.vanished && (isWanted(watched.check) || isUnjudgeable(watched)) ? [watched.entry] : [],
    ),
  }
  const questions: PlaceQuestions =
    place.scope === 'zone'
      ? { scope: 'zone', ...ofStores, ...zoneQuestions(place, credentials, isWanted) }
      : { scope: 'account', ...ofStores }
  return isAnything(questions) ? questions : undefined
}

type IsWanted = (reading: ReadHistory) => boolean

function zoneQuestions(
  zone: WatchedZone,
  credentials: string,
  isWanted: IsWanted,
): Pick<ZoneQuestions, 'hostnames' | 'zoneSwitch'> {
  return {
    hostnames: own(zone.hostnames, credentials).flatMap(({ entry, reading }) => (isWanted(reading) ? [entry] : [])),
    zoneSwitch: switchCredentials(zone) === credentials && isWanted(zone.zoneSwitch.reading),
  }
}

function own<T extends { readonly entry: { readonly credentials: string } }>(
  watched: ReadonlyMap<string, T>,
  credentials: string,
): readonly T[] {
  return [...watched.values()].filter(({ entry }) => entry.credentials === credentials)
}

function isAnything(questions: PlaceQuestions): boolean {
  const { stores, certificates } = questions
  const ofZone = questions.scope === 'zone' && (questions.hostnames.length > 0 || questions.zoneSwitch)
  return ofZone || stores.length + certificates.length > 0
}

/** Whether a reload has named a CA file for a certificate whose PEM was not kept, because nobody needed it then. */
function isUnjudgeable({ entry, known }: WatchedCertificate): boolean {
  return (
    entry.trustedBy !== undefined &&
    reachesOrigins(entry.kind) &&
    known?.facts !== undefined &&
    known.presented === undefined
  )
}
