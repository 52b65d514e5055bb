import type { UnixSeconds } from '../certificate/model.ts'
import { type CertificateState, certificateState } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { CachedCertificate, CertificateCache } from './certificate-cache.ts'
import { type Verdict, verdictOf, verdicts } from './words.ts'

/** A certificate at one moment, as lists sort and filter it. */
export interface Listed extends CachedCertificate {
  readonly state: CertificateState
  readonly verdict: Verdict
  readonly order: Order
}

/** The parts that the order by urgency compares: verdict, used before proved unused, expiry, the beginning of the name, key. */
export type Order = readonly [rank: number, unused: number, expiry: number, name: string, key: string]

export interface Filters {
  readonly state?: CertificateState | undefined
  /** As `state`, but a certificate that is fine apart from a problem is `problem`. */
  readonly verdict?: Verdict | undefined
  /** A zone's id, or its name for people. */
  readonly zone?: string | undefined
  /** Words that must all occur, in names, ids, hostnames, labels, subject, serial number or fingerprint. */
  readonly q?: string | undefined
}

/** Everything that is watched at one moment, in no order. */
export function listAll(
  certificates: readonly DisplayedCertificate[],
  prepared: CertificateCache,
  now: UnixSeconds,
): readonly Listed[] {
  return certificates.map((certificate) => {
    const known = prepared.of(certificate, now)
    const state = certificateState(known.urgency, now)
    const verdict = verdictOf({ state, problems: known.urgency.problems })
    return { ...known, state, verdict, order: orderOf(known, verdict) }
  })
}

function orderOf({ certificate, urgency, key }: CachedCertificate, verdict: Verdict): Order {
  const unused = certificate.use.inUse === false ? 1 : 0
  // Cursors are written in JSON, which has no Infinity.
  return [
    verdicts.indexOf(verdict),
    unused,
    urgency.expiry ?? Number.MAX_VALUE,
    beginningOf(certificate.entry.name),
    key,
  ]
}

const longestBeginning = 128

/**
 * A cursor is part of a URL, which Node.js refuses above 16 kB, and a name can have 100 kB. The key distinguishes equal beginnings.
 */
function beginningOf(name: string): string {
  if (name.length <= longestBeginning) return name
  return [...name.slice(0, 2 * longestBeginning)].slice(0, longestBeginning).join('')
}

/** The one order of the page, the JSON and `check`. */
export function byUrgency(a: { readonly order: Order }, b: { readonly order: Order }): number {
  return compareOrders(a.order, b.order)
}

export function compareOrders(a: Order, b: Order): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || compareTexts(a[3], b[3]) || compareTexts(a[4], b[4])
}

/** Compares code units. Collating ten thousand names would take longer than all the rest, and depends on the machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The number of words that a search takes. Thousands of words in thousands of certificates would keep everybody else waiting. */
export const longestSearch = 200

export function matching(listed: readonly Listed[], filters: Filters): readonly Listed[] {
  const { state, verdict, zone, q = '' } = filters
  const words = [...new Set(q.slice(0, longestSearch).toLowerCase().split(/\s+/).filter(Boolean))]
  return listed.filter(
    ({ certificate: { entry }, searched, ...found }) =>
      (state === undefined || found.state === state) &&
      (verdict === undefined || found.verdict === verdict) &&
      (zone === undefined || entry.zoneId === zone || entry.zone === zone) &&
      words.every((word) => searched.includes(word)),
  )
}

/** The number of certificates in each state. */
export function countStates(listed: readonly Listed[]): Readonly<Record<CertificateState, number>> {
  const counts = { expired: 0, critical: 0, warning: 0, mismatch: 0, not_active: 0, blind: 0, ok: 0 }
  for (const { state } of listed) counts[state] += 1
  return counts
}

/** As `countStates`, with certificates that are fine apart from a problem counted separately. */
export function countVerdicts(listed: readonly Listed[]): Readonly<Record<Verdict, number>> {
  const problem = listed.filter(({ verdict }) => verdict === 'problem').length
  const counts = countStates(listed)
  return { ...counts, problem, ok: counts.ok - problem }
}
