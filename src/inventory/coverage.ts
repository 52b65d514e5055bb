import type { UnixSeconds } from '../certificate/model.ts'
import { signatureFamily } from '../certificate/signature-family.ts'
import type { CoverRule } from '../kinds/kind.ts'
import { uncoveredHosts } from './covered-hosts.ts'

/** `pending`: it will be covered as soon as a certificate is deployed that has not been pending for long. */
export type Coverage = 'covered' | 'pending' | 'uncovered'

/** What is known of a certificate that may cover another one, or be covered. */
export interface CoverFacts {
  readonly certificateId: string
  /** As the API writes them. Empty where the kind has none. */
  readonly hosts: readonly string[]
  readonly end: UnixSeconds | undefined
  /** `pending`: it is being deployed, and has been for less than the grace of its kind. */
  readonly stage: 'active' | 'pending' | 'other'
  /** Who put it there. Cloudflare chooses by itself between what it issued and what was uploaded, whatever the algorithm. */
  readonly source: 'uploaded' | 'issued'
  /** The API's `signature`. */
  readonly signature: string | undefined
  /** Whether it was read within `stale_after`. */
  readonly isRecent: boolean
  /** Whether it is watched itself, so that somebody is told when it ends. */
  readonly isWatched: boolean
  /** Whether Cloudflare says that it is in use. Undefined where the kind has no such field. */
  readonly inUse?: boolean | undefined
  /** The same text for every root with the same subject and public key. */
  readonly subjectAndKey?: string | undefined
}

/**
 * What the answer is for. `in_use`: whether the end of a certificate would harm nobody; only what is watched itself counts.
 * `gone`: whether a certificate that vanished has a successor.
 */
export type CoverPurpose = 'in_use' | 'gone'

/**
 * Whether the other certificates of the same zone or account take the place of this one. Only those count that end later, are not
 * over, and were read within `stale_after`.
 */
export function coverageOf(
  rule: CoverRule,
  certificate: CoverFacts,
  others: readonly CoverFacts[],
  { purpose, now }: { readonly purpose: CoverPurpose; readonly now: UnixSeconds },
): Coverage {
  const counted = others.filter(
    (other) =>
      other.certificateId !== certificate.certificateId &&
      other.isRecent &&
      (other.isWatched || purpose === 'gone') &&
      lastsLonger(other, certificate, now),
  )
  const active = counted.filter(({ stage }) => stage === 'active')
  if (covers[rule](certificate, active)) return 'covered'
  const soon = counted.filter(({ stage }) => stage !== 'other')
  return covers[rule](certificate, soon) ? 'pending' : 'uncovered'
}

/** The end of a certificate that is being deployed may not be known yet. */
function lastsLonger({ end, stage }: CoverFacts, certificate: CoverFacts, now: UnixSeconds): boolean {
  if (certificate.end === undefined) return false
  if (end === undefined) return stage === 'pending'
  return end > certificate.end && end > now
}

type Covers = (certificate: CoverFacts, others: readonly CoverFacts[]) => boolean

const covers: Readonly<Record<CoverRule, Covers>> = {
  hosts(certificate, others) {
    const { hosts } = certificate
    const able = others.filter((other) => canServeInPlaceOf(other, certificate)).map((other) => other.hosts)
    // Where the hosts are unknown, nothing can be said about all of them.
    return hosts.length > 0 && uncoveredHosts(hosts, able).length === 0
  },
  same_root: ({ subjectAndKey }, others) =>
    subjectAndKey !== undefined && others.some((other) => other.subjectAndKey === subjectAndKey),
  any_root: (_, others) => others.length > 0,
  in_use: (_, others) => others.some(({ inUse }) => inUse === true),
}

/**
 * Cloudflare takes a pair of an RSA and an ECDSA certificate away when the first of the two ends. So uploaded certificates cover each
 * other only where both signatures name the same algorithm.
 */
function canServeInPlaceOf(other: CoverFacts, certificate: CoverFacts): boolean {
  if (other.source === 'issued') return true
  const family = signatureFamily(certificate.signature)
  return family !== undefined && signatureFamily(other.signature) === family
}
