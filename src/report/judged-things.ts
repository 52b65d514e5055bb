import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { placeOfCertificate, zonesOf } from '../inventory/places.ts'
import type { Snapshot, WatchedPlace, WatchedZone } from '../inventory/snapshot.ts'
import { allCertificatesOf } from '../inventory/watched-bundle.ts'
import { judgeCertificate } from '../judgement/certificate.ts'
import { judgeCredential } from '../judgement/credential.ts'
import { type JudgedDaemon, judgeDaemon } from '../judgement/daemon.ts'
import { judgeHostname } from '../judgement/hostname.ts'
import { judgeDiscovery, judgeStore } from '../judgement/store.ts'
import { Successors } from '../judgement/successors.ts'
import { overallAt } from '../trust/overall.ts'
import { CertificateCache } from './certificate-cache.ts'
import type { CredentialFacts } from './daemon-facts.ts'
import type {
  CertificateThing,
  CredentialThing,
  DaemonThing,
  DiscoveryThing,
  HostnameThing,
  JudgedThing,
  ListThing,
} from './judged-thing.ts'
import { byUrgency, type Ordered, orderOf } from './order.ts'
import { searchedIn } from './searched.ts'
import { daemonPartWords } from './words.ts'

/** What is judged at one moment. */
export interface JudgedFacts {
  readonly snapshot: Snapshot
  /** In place of the snapshot's certificates, where a drill's is beside them. */
  readonly certificates?: readonly DisplayedCertificate[]
  readonly credentials: readonly CredentialFacts[]
  /** Undefined where there is no daemon. */
  readonly daemon: JudgedDaemon | undefined
}

/** Everything that is judged, in the one order of the page, the JSON and `check`. */
export function judgedThings(facts: JudgedFacts, now: UnixSeconds): readonly JudgedThing[] {
  return [...new Judge().everything(facts, now)].sort(byUrgency)
}

/** Judges the same things again and again. What it has found out about a certificate is kept for as long as that is the same. */
export class Judge {
  readonly #prepared = new CertificateCache()
  readonly #successors = new Successors()

  /** In no order. */
  everything(facts: JudgedFacts, now: UnixSeconds): readonly JudgedThing[] {
    const { snapshot, credentials, daemon } = facts
    const zones = zonesOf(snapshot)
    return [
      ...this.certificates(facts, now),
      ...zones.flatMap((zone) => hostnamesIn(zone, now)),
      ...[...snapshot.places.values()].flatMap((place) => listsIn(place, now)),
      ...discoveriesIn(snapshot, now),
      ...credentials.map((credential) => judgedCredential(credential, now)),
      ...(daemon ? partsOf(daemon, now) : []),
    ]
  }

  certificates({ snapshot, certificates }: JudgedFacts, now: UnixSeconds): readonly CertificateThing[] {
    return (certificates ?? allCertificatesOf(snapshot)).map((certificate) => {
      const { key, urgency, searched } = this.#prepared.of(certificate, now)
      const { name, placeName, scopeId, credentials } = certificate.entry
      const successor = this.#successors.of(certificate, placeOfCertificate(snapshot, certificate.entry))
      const judgement = judgeCertificate({ certificate, replaceableSince: successor?.since }, now)
      const { expiry } = urgency
      const reading = certificate.check
      const order = orderOf({ ...judgement, isUnused: certificate.use.inUse === false, expiry, name, key })
      const about = { key, name, placeName, scopeId, credentials, expiry, reading, searched, order }
      const trust = certificate.trust && overallAt(certificate.trust, now)
      return { thing: 'certificate', ...about, ...judgement, certificate, urgency, successor, trust }
    })
  }
}

/** Every watched hostname of a zone. */
export function hostnamesIn(watchedZone: WatchedZone, now: UnixSeconds): readonly HostnameThing[] {
  const { name: placeName, scopeId, hostnames } = watchedZone
  return [...hostnames.values()].map((hostname) => {
    const { entry, association, reading } = hostname
    const { verdict: state, severity } = judgeHostname(hostname, watchedZone, now)
    const name = entry.hostname
    const about = ordered({ key: `hostnames/${scopeId}/${name}`, name, state, severity })
    const labels = Object.entries(entry.labels).map(([label, value]) => `${label}=${value}`)
    const searched = searchedIn([name, placeName, scopeId, association?.certificateId ?? '', ...labels])
    const where = { placeName, scopeId, credentials: entry.credentials }
    return { thing: 'hostname', ...about, ...where, state, reading, searched, hostname, watchedZone }
  })
}

/** Every list of a zone or an account. */
export function listsIn(place: WatchedPlace, now: UnixSeconds): readonly ListThing[] {
  const { name: placeName, scopeId, stores } = place
  const zoneSwitch = place.scope === 'zone' ? place.zoneSwitch : undefined
  return [...stores.values()].map((store) => {
    const { kind, credentials } = store.entry
    const judgement = judgeStore(store, zoneSwitch, now)
    const about = ordered({ key: `lists/${scopeId}/${kind}`, name: `list of the ${kind} store`, ...judgement })
    const searched = searchedIn([placeName, scopeId, `list of the ${kind} store`])
    const { reading } = store
    return { thing: 'list', ...about, ...judgement, placeName, scopeId, credentials, reading, searched, store, place }
  })
}

export function discoveriesIn({ discoveries }: Snapshot, now: UnixSeconds): readonly DiscoveryThing[] {
  return [...discoveries.values()].map((discovery) => {
    const { entry, reading } = discovery
    const judgement = judgeDiscovery(discovery, now)
    const name = `list of the zones of ${entry.credentials}`
    const about = { ...ordered({ key: `discoveries/${entry.credentials}`, name, ...judgement }), ...judgement }
    const { credentials } = entry
    return { thing: 'discovery', ...about, ...nowhere, credentials, reading, searched: searchedIn([name]), discovery }
  })
}

export function judgedCredential(credential: CredentialFacts, now: UnixSeconds): CredentialThing {
  const { valid, expiresOn, unreadable } = credential
  const name = `credential ${credential.name}`
  const judgement = judgeCredential({ valid, expiresOn, isReadable: unreadable === undefined }, now)
  const about = ordered({ key: `credentials/${credential.name}`, name, ...judgement })
  const searched = searchedIn([name])
  const own = { ...nowhere, credentials: undefined, reading: undefined, searched }
  return { thing: 'credential', ...about, ...judgement, ...own, expiry: expiresOn, credential }
}

function partsOf(daemon: JudgedDaemon, now: UnixSeconds): readonly DaemonThing[] {
  return judgeDaemon(daemon, now).map((judgement) => {
    const { part } = judgement
    const name = daemonPartWords[part]
    const about = ordered({ key: `daemon/${part}`, name, ...judgement })
    const own = { ...nowhere, credentials: undefined, reading: undefined, searched: searchedIn([name]) }
    const expiry = part === 'web_certificate' ? daemon.webTlsExpiry : undefined
    return { thing: 'daemon', ...about, ...judgement, ...own, expiry, daemon }
  })
}

const nowhere = { placeName: undefined, scopeId: undefined } as const

function ordered({ key, name, state, severity }: Pick<Ordered, 'key' | 'name' | 'state' | 'severity'>) {
  const order = orderOf({ key, name, state, severity, isUnused: false, expiry: undefined })
  return { key, name, severity, expiry: undefined, order }
}
