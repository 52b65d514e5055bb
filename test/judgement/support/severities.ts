import { accountsAnswer, answerOf, certificatesAnswer, hostnamesAnswer, zonesAnswer } from '../../../src/api/answers.ts'
import type {
  AccountList,
  CertificateList,
  CredentialList,
  HostnameList,
  Status,
  ZoneList,
} from '../../../src/api/api-schema.ts'
import { placeKeyOf } from '../../../src/inventory/places.ts'
import type { Severity } from '../../../src/judgement/severity.ts'
import { judgedAccounts } from '../../../src/report/account-report.ts'
import { reportOnCredential } from '../../../src/report/credential-report.ts'
import type { CredentialFacts } from '../../../src/report/daemon-facts.ts'
import { isCertificate, isHostname } from '../../../src/report/judged-thing.ts'
import { type JudgedFacts, judgedThings } from '../../../src/report/judged-things.ts'
import { reportOnStatus } from '../../../src/report/status-report.ts'
import { judgedZones } from '../../../src/report/zone-report.ts'
import { quietDaemon } from '../../page/support/facts.ts'
import { discoveryEntry } from '../../support/zones.ts'
import { accountAt, historyAt, zoneAt } from './fleet-history.ts'
import { type Fleet, judgedAt } from './fleets.ts'

/** The severity of a thing, and the labels of its alerts that say which thing it is. */
export interface JudgedSeverity {
  readonly labels: Readonly<Record<string, string>>
  readonly severity: Severity
}

export type ThingSeverities = Readonly<
  Record<
    'certificates' | 'hostnames' | 'lists' | 'listsOfAccounts' | 'discoveries' | 'credentials' | 'daemon',
    readonly JudgedSeverity[]
  >
>

/** What the JSON API says of everything in a fleet, read from its answers. */
export function severitiesOf(fleet: Fleet, number: number): ThingSeverities {
  const facts = judgedFacts(fleet, number)
  const { snapshot, credentials } = facts
  const things = judgedThings(facts, judgedAt)
  const everything = { filters: {}, limit: 1000, after: undefined }
  const parsed = <T>({ body }: { readonly body: string }) => JSON.parse(body) as T
  const lists = {
    ...parsed<CertificateList>(certificatesAnswer(things.filter(isCertificate), everything, judgedAt)),
    ...parsed<HostnameList>(hostnamesAnswer(things.filter(isHostname), everything, judgedAt)),
    ...parsed<ZoneList>(zonesAnswer(judgedZones(snapshot, judgedAt), everything, judgedAt)),
    ...parsed<AccountList>(accountsAnswer(judgedAccounts(snapshot, judgedAt), everything, judgedAt)),
  }
  const reports = credentials.map((each) => reportOnCredential(each, snapshot, judgedAt))
  const own = parsed<CredentialList>(answerOf({ credentials: reports }, judgedAt)).credentials
  const { status } = parsed<Status>(answerOf({ status: reportOnStatus(things, snapshot, quietDaemon) }, judgedAt))
  return {
    certificates: lists.certificates.map(({ certificate_id, kind, zone_id = '', severity }) => ({
      labels: { certificate_id, kind, zone_id },
      severity,
    })),
    hostnames: lists.hostnames.map(({ hostname, zone_id, severity }) => ({ labels: { hostname, zone_id }, severity })),
    lists: lists.zones.flatMap(({ zone_id, lists }) =>
      lists.map(({ kind, severity }) => ({ labels: { kind, zone_id }, severity })),
    ),
    listsOfAccounts: lists.accounts.flatMap(({ account_id, lists }) =>
      lists.map(({ kind, severity }) => ({ labels: { account_id, kind }, severity })),
    ),
    discoveries: own.flatMap(({ name, zones }) =>
      zones ? [{ labels: { credentials: name }, severity: zones.severity }] : [],
    ),
    credentials: own.map(({ name, severity }) => ({ labels: { credentials: name }, severity })),
    daemon: status.parts.map(({ severity }) => ({ labels: { job: `job-${number}` }, severity })),
  }
}

/** A fleet at the moment of the judgement. */
export function judgedFacts(fleet: Fleet, number: number): JudgedFacts {
  const places = [zoneAt(fleet, number, judgedAt), accountAt(fleet, number, judgedAt)]
  const discoveries = discoveriesAt(fleet, number, judgedAt)
  const { webTlsLeft, ...daemon } = fleet.daemon
  return {
    snapshot: {
      places: new Map(places.map((place) => [placeKeyOf(place), place])),
      bundles: new Map(),
      discoveries: new Map(discoveries.map((each) => [each.entry.credentials, each])),
    },
    credentials: [credentialOf(fleet, number)],
    daemon: { ...daemon, webTlsExpiry: webTlsLeft === undefined ? undefined : judgedAt + webTlsLeft },
  }
}

function credentialOf({ credential: { kind, valid, left, isReadable } }: Fleet, number: number): CredentialFacts {
  return {
    name: `credential-${number}`,
    kind: kind === 'key' ? 'key' : 'token',
    valid,
    isUnverifiable: false,
    unreadable: isReadable ? undefined : 'it does not exist',
    expiresOn: left === undefined || kind === 'key' ? undefined : judgedAt + left,
    remaining: undefined,
    heldBack: undefined,
  }
}

export function discoveriesAt({ discovery }: Fleet, number: number, at: number) {
  if (!discovery || (discovery.lastSuccess === undefined && (discovery.failingSince ?? 0) > at)) return []
  const entry = discoveryEntry({ credentials: `credential-${number}`, labels: {} })
  return [{ entry, listed: undefined, reading: historyAt(discovery, at) }]
}
