import type { UnixSeconds } from '../certificate/model.ts'
import type { CoverRule } from '../kinds/kind.ts'
import { kindPresentedFor, kinds } from '../kinds/kinds.ts'
import { coverFactsOf } from './cover-facts.ts'
import { coverageOf } from './coverage.ts'
import { isFresh } from './freshness.ts'
import type { ZonePlan } from './place-plan.ts'
import { isSuperseded, presentedByStore } from './presented-certificate.ts'
import type {
  CertificateUse,
  ListedCertificate,
  ReadHistory,
  WatchedCertificate,
  WatchedHostname,
  WatchedZone,
} from './snapshot.ts'

type Readings = Pick<WatchedZone, 'certificates' | 'hostnames' | 'stores' | 'zoneSwitch'>

/**
 * Finds out whether Cloudflare presents a certificate. The answer is no only if readings that are not stale prove it. That
 * something is missing from the readings proves nothing.
 * @param key the key of the certificate
 */
export function useOf(
  certificate: WatchedCertificate,
  key: string,
  plan: ZonePlan,
  readings: Readings,
  now: UnixSeconds,
): CertificateUse {
  const hostnames = [...readings.hostnames.values()].filter((hostname) =>
    mayPresent(hostname, key, certificate.entry.certificateId),
  )
  const { kind, staleAfter } = certificate.entry
  const isRecent: IsRecent = (reading) => isFresh(reading, staleAfter, now)
  const names = hostnames.map(({ entry }) => entry.hostname).sort()
  switch (kinds[kind].use) {
    case 'hostnames':
      return { hostnames: names, inUse: isHostnameCertificateUsed(hostnames, plan, readings, isRecent) }
    case 'zone':
      return { hostnames: names, inUse: isZoneCertificateUsed(certificate, readings, isRecent) }
    case 'covered_hosts':
      return useByCover('hosts', certificate, readings, now)
    case 'renewed_root':
      return useByCover('same_root', certificate, readings, now)
    default:
      return useByAnswer(certificate, now)
  }
}

/** What the last answer about a certificate says of its use. An answer that is stale proves no longer that it is not used. */
export function useByAnswer({ entry, known, check }: WatchedCertificate, now: UnixSeconds): CertificateUse {
  const { hosts, inUse } = known?.record ?? {}
  const hostnames = [...(hosts ?? [])].sort()
  const said = kinds[entry.kind].use === 'own_hosts' ? hosts && hosts.length > 0 : inUse
  return { hostnames, inUse: said === false && !isFresh(check, entry.staleAfter, now) ? undefined : said }
}

/** Its end harms nobody while other watched certificates of the zone take its place, all of which end later. */
function useByCover(
  rule: CoverRule,
  certificate: WatchedCertificate,
  { certificates }: Readings,
  now: UnixSeconds,
): CertificateUse {
  const { kind } = certificate.entry
  const others = [...certificates.values()].filter(({ entry, known }) => entry.kind === kind && !known?.vanished)
  const facts = others.map((other) => coverFactsOf(other, now))
  const coverage = coverageOf(rule, coverFactsOf(certificate, now), facts, { purpose: 'in_use', now })
  const hostnames = [...(certificate.known?.record.hosts ?? [])].sort()
  return { hostnames, inUse: coverage === 'covered' ? false : undefined }
}

/** Presents it now, or did so before and the association's new certificate is not active yet. */
function mayPresent({ presents, association }: WatchedHostname, key: string, certificateId: string): boolean {
  return presents === key || association?.replaces === certificateId
}

type IsRecent = (reading: ReadHistory) => boolean

function isHostnameCertificateUsed(
  users: readonly WatchedHostname[],
  { allHostnamesListed }: ZonePlan,
  { hostnames }: Readings,
  isRecent: IsRecent,
): boolean | undefined {
  if (users.length > 0) return true
  return allHostnamesListed && hostnames.size > 0 && [...hostnames.values()].every(({ reading }) => isRecent(reading))
    ? false
    : undefined
}

function isZoneCertificateUsed(
  { entry: { certificateId } }: WatchedCertificate,
  { stores, zoneSwitch, certificates }: Readings,
  isRecent: IsRecent,
): boolean | undefined {
  const { enabled, reading } = zoneSwitch
  if (enabled === false && isRecent(reading)) return false
  const store = stores.get(kindPresentedFor.zone)
  const members = store?.listed ?? checkedMembers(certificates, isRecent)
  const isCertain = store?.listed === undefined || isRecent(store.reading)
  if (isCertain && isSuperseded(certificateId, members)) return false
  // If the store is not listed, it may contain a later certificate that is not watched.
  return enabled && store?.listed && presentedByStore(members) === certificateId ? true : undefined
}

/** The members of a store that is not listed, as far as checks of single certificates know them. */
function checkedMembers(certificates: WatchedZone['certificates'], isRecent: IsRecent): readonly ListedCertificate[] {
  return [...certificates.values()].flatMap(({ entry, known, check }) =>
    entry.kind === kindPresentedFor.zone && known && isRecent(check)
      ? [{ certificateId: entry.certificateId, status: known.record.status, uploadedOn: known.record.uploadedOn }]
      : [],
  )
}
