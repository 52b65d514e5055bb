import type { UnixSeconds } from '../certificate/model.ts'
import type { UrgencyFacts } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type {
  ReadHistory,
  WatchedDiscovery,
  WatchedHostname,
  WatchedPlace,
  WatchedStore,
  WatchedZone,
} from '../inventory/snapshot.ts'
import type { CertificateState } from '../judgement/certificate-states.ts'
import type { CredentialState } from '../judgement/credential.ts'
import type { DaemonPart, DaemonState, JudgedDaemon } from '../judgement/daemon.ts'
import type { HostnameVerdict } from '../judgement/hostname.ts'
import type { Severity } from '../judgement/severity.ts'
import type { State } from '../judgement/states.ts'
import type { ReadingState } from '../judgement/store.ts'
import type { Successor } from '../judgement/successors.ts'
import type { Overall } from '../trust/overall.ts'
import type { CredentialFacts } from './daemon-facts.ts'
import type { Order } from './order.ts'

/** What each judged thing has, so that one list can sort, filter, search and count them all. */
interface Thing<Word extends string, StateOf extends State> {
  readonly thing: Word
  /** No two things have the same. */
  readonly key: string
  readonly name: string
  /** The name of its zone or account for people. Undefined for what belongs to neither. */
  readonly placeName: string | undefined
  readonly scopeId: string | undefined
  readonly state: StateOf
  readonly severity: Severity
  readonly expiry: UnixSeconds | undefined
  /** Undefined for what is not read from Cloudflare. */
  readonly reading: ReadHistory | undefined
  /** The credential that it is read with. */
  readonly credentials: string | undefined
  /** All text that a search looks in, in lower case. */
  readonly searched: string
  readonly order: Order
}

export interface CertificateThing extends Thing<'certificate', CertificateState> {
  readonly certificate: DisplayedCertificate
  readonly urgency: UrgencyFacts
  readonly successor: Successor | undefined
  /** What the origins' CA files make of it. Undefined where none is named. */
  readonly trust: Overall | undefined
}

export interface HostnameThing extends Thing<'hostname', HostnameVerdict> {
  readonly hostname: WatchedHostname
  readonly watchedZone: WatchedZone
}

/** The list of one store of a zone or an account, together with the switch of the zone's own store. */
export interface ListThing extends Thing<'list', ReadingState> {
  readonly store: WatchedStore
  readonly place: WatchedPlace
}

/** The list of the zones that a credential can see. */
export interface DiscoveryThing extends Thing<'discovery', ReadingState> {
  readonly discovery: WatchedDiscovery
}

export interface CredentialThing extends Thing<'credential', CredentialState> {
  readonly credential: CredentialFacts
}

export interface DaemonThing extends Thing<'daemon', DaemonState> {
  readonly part: DaemonPart
  readonly daemon: JudgedDaemon
}

export type JudgedThing = CertificateThing | HostnameThing | ListThing | DiscoveryThing | CredentialThing | DaemonThing

export type ThingWord = JudgedThing['thing']

export function isCertificate(thing: JudgedThing): thing is CertificateThing {
  return thing.thing === 'certificate'
}

export function isHostname(thing: JudgedThing): thing is HostnameThing {
  return thing.thing === 'hostname'
}

/** Whether nothing is known of it and nothing is wrong yet. */
export function isNotJudged({ state, severity }: Pick<JudgedThing, 'state' | 'severity'>): boolean {
  return state === 'unknown' && severity === 'ok'
}
