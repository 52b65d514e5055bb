import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { type CertificateJudgement, judgeCertificate } from '../judgement/certificate.ts'
import { type CertificateState, certificateStates } from '../judgement/certificate-states.ts'
import { type Severity, severities } from '../judgement/severity.ts'
import type { Successor } from '../judgement/successors.ts'
import type { CachedCertificate, CertificateCache } from './certificate-cache.ts'

/** A certificate at one moment, as lists sort and filter it. */
export interface Listed extends CachedCertificate, CertificateJudgement {
  readonly successor: Successor | undefined
  readonly order: Order
}

/** The parts that the order by urgency compares: severity and state, used before proved unused, expiry, the beginning of the name, key. */
export type Order = readonly [rank: number, unused: number, expiry: number, name: string, key: string]

export interface Filters {
  readonly state?: CertificateState | undefined
  readonly severity?: Severity | undefined
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
  successorOf: (certificate: DisplayedCertificate) => Successor | undefined,
): readonly Listed[] {
  return certificates.map((certificate) => {
    const known = prepared.of(certificate, now)
    const successor = successorOf(certificate)
    const judgement = judgeCertificate({ certificate, replaceableSince: successor?.since }, now)
    return { ...known, ...judgement, successor, order: orderOf(known, judgement) }
  })
}

function orderOf({ certificate, urgency, key }: CachedCertificate, judgement: CertificateJudgement): Order {
  const unused = certificate.use.inUse === false ? 1 : 0
  // Cursors are written in JSON, which has no Infinity.
  return [rankOf(judgement), unused, urgency.expiry ?? Number.MAX_VALUE, beginningOf(certificate.entry.name), key]
}

function rankOf({ severity, state }: CertificateJudgement): number {
  return severities.indexOf(severity) * certificateStates.length + certificateStates.indexOf(state)
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
  const { state, severity, zone, q = '' } = filters
  const words = [...new Set(q.slice(0, longestSearch).toLowerCase().split(/\s+/).filter(Boolean))]
  return listed.filter(
    ({ certificate: { entry }, searched, ...found }) =>
      (state === undefined || found.state === state) &&
      (severity === undefined || found.severity === severity) &&
      (zone === undefined || entry.zoneId === zone || entry.zone === zone) &&
      words.every((word) => searched.includes(word)),
  )
}

/** The number of certificates in each state. */
export function countStates(listed: readonly Listed[]): Readonly<Record<CertificateState, number>> {
  const counts = countsOf(certificateStates)
  for (const { state } of listed) counts[state] += 1
  return counts
}

/** The number of certificates of each severity. */
export function countSeverities(listed: readonly Listed[]): Readonly<Record<Severity, number>> {
  const counts = countsOf(severities)
  for (const { severity } of listed) counts[severity] += 1
  return counts
}

function countsOf<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
}
