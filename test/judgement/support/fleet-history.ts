import type { CertificateRecord } from '../../../src/certificate/model.ts'
import {
  keyOf,
  type ListedCertificate,
  type ReadHistory,
  type WatchedAccount,
  type WatchedCertificate,
  type WatchedHostname,
  type WatchedStore,
  type WatchedZone,
} from '../../../src/inventory/snapshot.ts'
import { kinds } from '../../../src/kinds/kinds.ts'
import type { CertificateTrust, Finding, PathMember } from '../../../src/trust/model.ts'
import { entry, facts } from '../../support/certificates.ts'
import { hostnameEntry, storeEntry } from '../../support/zones.ts'
import { type Fleet, type FleetCertificate, judgedAt, type Reading, staleAfter } from './fleets.ts'

export function zoneIdOf(number: number): string {
  return number.toString(16).padStart(32, '0')
}

/** The moments at which something in a fleet begins. Between them its series stay the same. */
export function beginnings({ hostnames, zoneSwitch, discovery, account, ...zone }: Fleet): readonly number[] {
  const certificates = [...zone.certificates, ...account.certificates]
  const stores = [...zone.stores, ...account.stores]
  const readings = [...certificates, ...hostnames, ...stores, zoneSwitch].map(({ reading }) => reading)
  const moments = [
    ...[...readings, ...(discovery ? [discovery] : [])].map(({ failingSince }) => failingSince),
    ...certificates.flatMap(({ statusSince, usedSince }) => [statusSince, usedSince]),
  ].filter((moment) => moment !== undefined)
  return [...new Set([0, ...moments])].filter((moment) => moment <= judgedAt).sort((a, b) => a - b)
}

/** The fleet as it was at a moment up to the judgement. */
export function zoneAt(fleet: Fleet, number: number, at: number): WatchedZone {
  const zoneId = zoneIdOf(number)
  const certificates = fleet.certificates
    .map((each, i) => certificateAt(each, `c${i}`, zoneId, at))
    .map((each, i) => {
      const { trust } = fleet.certificates[i] ?? {}
      return each?.known && trust ? { ...each, trust: trustOf(trust, zoneId, fleet.caEnds) } : each
    })
    .filter((each) => each !== undefined)
  const hostnames = fleet.hostnames.flatMap(({ state, reading }, i): WatchedHostname[] => {
    if (!isThere(reading, at)) return []
    const association = state && { state, certificateId: 'x', status: 'active' }
    const of = hostnameEntry({ zoneId, hostname: `h${i}.example.com`, labels: {}, staleAfter })
    return [{ entry: of, association, reading: historyAt(reading, at), presents: undefined }]
  })
  const stores = storesAt(fleet.stores, zoneId, at)
  return {
    scope: 'zone',
    scopeId: zoneId,
    name: `zone-${number}.example`,
    certificates: new Map(certificates.map((each) => [keyOf(each.entry), each])),
    hostnames: new Map(hostnames.map((each) => [each.entry.hostname, each])),
    stores: new Map(stores.map((each) => [each.entry.kind, each])),
    zoneSwitch: { ...fleet.zoneSwitch, labels: {}, reading: historyAt(fleet.zoneSwitch.reading, at) },
  }
}

/** The fleet's account as it was then. No two accounts share the id of a certificate: no rule joins by the account. */
export function accountAt({ account }: Fleet, number: number, at: number): WatchedAccount {
  const scopeId = zoneIdOf(number)
  const certificates = account.certificates.flatMap(
    (each, i) => certificateAt(each, `a${number}-${i}`, scopeId, at) ?? [],
  )
  return {
    scope: 'account',
    scopeId,
    name: `account-${number}`,
    certificates: new Map(certificates.map((each) => [keyOf(each.entry), each])),
    stores: new Map(storesAt(account.stores, scopeId, at).map((each) => [each.entry.kind, each])),
  }
}

function storesAt(stores: Fleet['stores'], scopeId: string, at: number): readonly WatchedStore[] {
  return stores.flatMap(({ kind, reading, listed }): WatchedStore[] => {
    if (!isThere(reading, at)) return []
    const of = storeEntry({ scopeId, kind, labels: {}, staleAfter })
    const members = listed === undefined ? undefined : Array.from({ length: listed }, (_, i) => listedAs(`listed-${i}`))
    return [{ entry: of, listed: members, reading: historyAt(reading, at), emptyListings: 0 }]
  })
}

function listedAs(certificateId: string): ListedCertificate {
  return { certificateId, status: 'active', uploadedOn: undefined }
}

/** What was never read is watched since its failing began. */
function isThere({ lastSuccess, failingSince }: Reading, at: number): boolean {
  return lastSuccess !== undefined || failingSince === undefined || failingSince <= at
}

export function historyAt(reading: Reading, at: number): ReadHistory {
  const { isAsked, lastSuccess, failure, failingSince } = reading
  if (!isAsked)
    return { lastCheck: undefined, lastSuccess, failure, ...(failingSince !== undefined && { failingSince }) }
  if (failingSince === undefined || at < failingSince) return { lastCheck: at, lastSuccess, failure: undefined }
  return { lastCheck: at, lastSuccess, failure, failingSince }
}

function certificateAt(
  of: FleetCertificate,
  certificateId: string,
  scopeId: string,
  at: number,
): WatchedCertificate | undefined {
  if (!isThere(of.reading, at)) return undefined
  const isInUseKnown = of.inUse !== undefined && of.usedSince <= at
  return {
    entry: entry({ kind: of.kind, scopeId, certificateId, name: certificateId, labels: {}, staleAfter }),
    known: of.isKnown || of.reading.lastSuccess !== undefined ? knownAt(of, at) : undefined,
    check: { ...historyAt(of.reading, at), absences: 0 },
    use: { hostnames: [], inUse: undefined, ...(isInUseKnown && { inUse: of.inUse, since: of.usedSince }) },
  }
}

/** Each CA is one of its zone's alone. */
function trustOf(
  { verdict, ca }: NonNullable<FleetCertificate['trust']>,
  zoneId: string,
  caEnds: Fleet['caEnds'],
): CertificateTrust {
  const notAfter = judgedAt + (ca === 0 ? caEnds[0] : caEnds[1])
  const notBefore = verdict === 'to_come' ? judgedAt + 1 : 0
  const member: PathMember = {
    subject: `CN=ca ${ca}`,
    fingerprintSha256: `${ca}${zoneId}`,
    notBefore,
    notAfter,
    source: 'ca_file',
    isWeaklySigned: false,
  }
  const finding: Finding =
    verdict === 'untrusted'
      ? { kind: 'untrusted', refusal: { fault: 'no_path', members: [], missing: 'CN=missing' } }
      : { kind: 'trusted', paths: [{ members: [member], begins: notBefore, ends: notAfter }] }
  return [{ file: '/etc/ca.pem', partialChain: false, finding }]
}

function knownAt(of: FleetCertificate, at: number): WatchedCertificate['known'] {
  const status = of.status === 'active' && at < of.statusSince ? 'pending_deployment' : of.status
  const record: CertificateRecord = {
    status,
    expiresOn: of.apiEnd === undefined ? undefined : judgedAt + of.apiEnd,
    uploadedOn: of.uploadedOn === undefined ? undefined : judgedAt + of.uploadedOn,
    issuer: undefined,
    serialNumber: undefined,
    signature: undefined,
  }
  const parsed = facts({
    notBefore: of.notBefore,
    notAfter: judgedAt + of.end,
    chainNotAfter: of.chainEnd === undefined ? undefined : judgedAt + of.chainEnd,
    subject: of.subject,
    problems: of.isSound ? [] : of.problems,
  })
  return {
    facts: of.hasFacts ? parsed : undefined,
    record,
    mismatches: of.isSound ? {} : of.mismatches,
    statusSince: status === undefined ? undefined : status === of.status ? of.statusSince : 0,
    ...(of.isGone &&
      kinds[of.kind].vanishing !== undefined && { vanished: { at: of.statusSince, goneSince: of.statusSince } }),
  }
}
