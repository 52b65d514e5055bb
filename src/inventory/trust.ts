import type { TrustSource } from '../certificate/model.ts'
import { reachesOrigins } from '../kinds/kinds.ts'
import type { CertificateTrust } from '../trust/model.ts'
import type { WatchedCertificate, WatchedPlace } from './snapshot.ts'
import { reuseIfSameEntries } from './structural-sharing.ts'

/** Judges what Cloudflare presents by CA files. Equal questions have to give the same object. */
export type TrustJudge = (presented: readonly string[], sources: readonly TrustSource[]) => CertificateTrust | undefined

/** The place with what the origins' CA files make of each of its certificates. */
export function withTrust(place: WatchedPlace, judge: TrustJudge): WatchedPlace {
  const certificates = reuseIfSameEntries(
    place.certificates,
    new Map([...place.certificates].map(([key, certificate]) => [key, judged(certificate, judge)])),
  )
  return certificates === place.certificates ? place : { ...place, certificates }
}

function judged(certificate: WatchedCertificate, judge: TrustJudge): WatchedCertificate {
  const { trust: before, ...rest } = certificate
  const trust = trustOf(certificate, judge)
  if (trust === before) return certificate
  return trust ? { ...rest, trust } : rest
}

/** A certificate that Cloudflare deleted reaches no origin, and one of another kind never does. */
export function trustOf({ entry, known }: WatchedCertificate, judge: TrustJudge): CertificateTrust | undefined {
  if (!known?.presented || !entry.trustedBy || !reachesOrigins(entry.kind) || known.record.status === 'deleted')
    return undefined
  return judge(known.presented, entry.trustedBy)
}
