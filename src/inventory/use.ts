import type { UnixSeconds } from '../certificate/model.ts'
import type { ZonePlan } from './plan.ts'
import { isSuperseded, presentedByStore } from './presented.ts'
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
 * Whether Cloudflare presents a certificate (contract section 4, `cloudflare_cert_in_use`). That it does not is said only where the
 * readings prove it, and while they are not stale; that something is missing from them proves nothing.
 * @param key of the certificate
 */
export function useOf(
  certificate: WatchedCertificate,
  key: string,
  plan: ZonePlan,
  readings: Readings,
  now: UnixSeconds,
): CertificateUse {
  const hostnames = [...readings.hostnames.values()].filter(({ presents }) => presents === key)
  const { kind, staleAfter } = certificate.entry
  const isFresh = ({ lastSuccess }: ReadHistory) => lastSuccess !== undefined && now - lastSuccess <= staleAfter
  const inUse =
    kind === 'hostname'
      ? isHostnameCertificateUsed(hostnames, plan, readings, isFresh)
      : isZoneCertificateUsed(certificate, readings, isFresh)
  return { hostnames: hostnames.map(({ entry }) => entry.hostname).sort(), inUse }
}

type IsFresh = (reading: ReadHistory) => boolean

function isHostnameCertificateUsed(
  users: readonly WatchedHostname[],
  { allHostnamesListed }: ZonePlan,
  { hostnames }: Readings,
  isFresh: IsFresh,
): boolean | undefined {
  if (users.length > 0) return true
  return allHostnamesListed && [...hostnames.values()].every(({ reading }) => isFresh(reading)) ? false : undefined
}

function isZoneCertificateUsed(
  { entry: { certificateId } }: WatchedCertificate,
  { stores, zoneSwitch, certificates }: Readings,
  isFresh: IsFresh,
): boolean | undefined {
  const { enabled, reading } = zoneSwitch
  if (enabled === false && isFresh(reading)) return false
  const store = stores.get('zone')
  const members = store?.listed ?? checkedMembers(certificates, isFresh)
  const isCertain = store?.listed === undefined || isFresh(store.reading)
  if (isCertain && isSuperseded(certificateId, members)) return false
  // Where the store is not listed, a later one may stand in it that nobody watches.
  return enabled && store?.listed && presentedByStore(members) === certificateId ? true : undefined
}

/** Of a store that is not listed, what single checks have told. */
function checkedMembers(certificates: WatchedZone['certificates'], isFresh: IsFresh): readonly ListedCertificate[] {
  return [...certificates.values()].flatMap(({ entry, known, check }) =>
    entry.kind === 'zone' && known && isFresh(check)
      ? [{ certificateId: entry.certificateId, status: known.record.status, uploadedOn: known.record.uploadedOn }]
      : [],
  )
}
