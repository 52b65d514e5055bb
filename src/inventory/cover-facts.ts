import type { CertificateFacts, Seconds, UnixSeconds } from '../certificate/model.ts'
import { expiryOf } from '../certificate/urgency.ts'
import { statusClassOf } from '../kinds/statuses.ts'
import type { CoverFacts } from './coverage.ts'
import { isFresh } from './freshness.ts'
import type { WatchedCertificate } from './snapshot.ts'
import { statusOfKnown } from './urgency-facts.ts'

/** A deployment that takes longer is a fault of its own. */
const pendingGrace: Seconds = 3600

/** What a certificate tells about which others it can take the place of. */
export function coverFactsOf(certificate: WatchedCertificate, now: UnixSeconds): CoverFacts {
  const { entry, known, check } = certificate
  const record = known?.record
  return {
    certificateId: entry.certificateId,
    hosts: record?.hosts ?? [],
    end: endOf(certificate),
    stage: stageOf(certificate, now),
    source: 'uploaded',
    signature: record?.signature,
    isRecent: isFresh(check, entry.staleAfter, now),
    isWatched: true,
    inUse: record?.inUse,
    subjectAndKey: subjectAndKeyOf(known?.facts),
  }
}

/** One root only: of a bundle, each certificate would need a successor of its own. */
export function subjectAndKeyOf(facts: CertificateFacts | undefined): string | undefined {
  if (!facts?.publicKeySha256 || facts.subject === '' || facts.chain.length > 0) return undefined
  return `${facts.publicKeySha256} ${facts.subject}`
}

function stageOf({ entry: { kind }, known }: WatchedCertificate, now: UnixSeconds): CoverFacts['stage'] {
  const status = statusOfKnown(kind, known)
  if (status === undefined) return 'other'
  const meaning = statusClassOf(kind, status)
  if (meaning === 'fine') return 'active'
  const isYoung = now - (known?.statusSince ?? Number.NEGATIVE_INFINITY) < pendingGrace
  return meaning === 'pending' && status !== 'pending_deletion' && isYoung ? 'pending' : 'other'
}

export function endOf({ known }: WatchedCertificate): UnixSeconds | undefined {
  return expiryOf(known?.facts, known?.record)
}
