import type { UnixSeconds } from '../certificate/model.ts'
import { type CheckFailureReason, failureSentence } from '../inventory/check-failure.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { reportOnOne } from './certificate-report.ts'
import { type HostnameReport, reportOnHostname } from './hostname-report.ts'
import { instant } from './instant.ts'
import { isCertificate, type JudgedThing } from './judged-thing.ts'
import { judgedThings } from './judged-things.ts'
import type { CertificateReport } from './report-schema.ts'
import { type Unread, unreadIn } from './unreadable.ts'

/**
 * What `check` makes its exit code of, worst first. `unknown`: something could not be read, or there is nothing, and nothing worse is
 * known. One pass knows no history, so that only the daemon can say for how long.
 */
export const checkSeverities = ['critical', 'warning', 'unknown', 'info', 'ok'] as const
export type CheckSeverity = (typeof checkSeverities)[number]

/** The result of `check`. */
export interface Report {
  readonly checked_at: string
  /** The worst severity of all. It is `unknown` if no certificate was found and nothing is worse. */
  readonly severity: CheckSeverity
  /** The most urgent certificate comes first. */
  readonly certificates: readonly CertificateReport[]
  /** All watched hostnames. */
  readonly hostnames: readonly HostnameReport[]
  /** Hostnames, lists and zones that cannot be read. Certificates that nobody sees may be behind them. */
  readonly unread: readonly UnreadReport[]
}

export interface UnreadReport {
  readonly what: string
  readonly zone: string
  readonly reason: CheckFailureReason
  readonly meaning: string
  readonly detail: string
}

/** What one pass has found, or the part of it that is asked for. */
export interface Checked {
  /** The most urgent comes first. */
  readonly things: readonly JudgedThing[]
  readonly unread: readonly Unread[]
}

export function checkedIn(snapshot: Snapshot, now: UnixSeconds): Checked {
  return { things: judgedThings({ snapshot, credentials: [], daemon: undefined }, now), unread: unreadIn(snapshot) }
}

/** The worst of all. It is `unknown` if no certificate was found and nothing is worse. */
export function severityOf({ things, unread }: Checked): CheckSeverity {
  const found = new Set<CheckSeverity>(things.map(({ severity }) => severity))
  const certificates = things.filter(isCertificate)
  const isUnknown = certificates.some(({ state, reading }) => state === 'unknown' || reading?.failure !== undefined)
  if (isUnknown || unread.length > 0 || certificates.length === 0) found.add('unknown')
  return worstOf(found)
}

export function worstOf(found: ReadonlySet<CheckSeverity>): CheckSeverity {
  return checkSeverities.find((severity) => found.has(severity)) ?? 'ok'
}

/** @param shown the part of it that is wanted, where that is not everything; the severity is that of everything */
export function reportOnChecked(checked: Checked, now: UnixSeconds, shown = checked): Report {
  const { things, unread } = shown
  return {
    checked_at: instant(now) ?? '',
    severity: severityOf(checked),
    certificates: things.filter(isCertificate).map((thing) => reportOnOne(thing, now)),
    hostnames: things.flatMap((thing) => (thing.thing === 'hostname' ? [reportOnHostname(thing)] : [])),
    unread: unread.map(reportOnUnread),
  }
}

export function reportOn(snapshot: Snapshot, now: UnixSeconds): Report {
  return reportOnChecked(checkedIn(snapshot, now), now)
}

function reportOnUnread({ what, zone, failure }: Unread): UnreadReport {
  const { reason, detail } = failure
  return { what, zone, reason, meaning: failureSentence(failure), detail }
}

/**
 * Whether there was no certificate to check and no hostname without one. Somebody who watches nothing must not think that all is
 * well.
 */
export function isOfNothing(checked: Checked): boolean {
  return !checked.things.some(isCertificate) && severityOf(checked) !== 'critical'
}

const exitCodes = { critical: 2, warning: 1, unknown: 3, info: 0, ok: 0 } as const satisfies Record<
  CheckSeverity,
  number
>

/** The exit codes of monitoring plugins. */
export function exitCodeOf({ severity }: Pick<Report, 'severity'>): number {
  return exitCodes[severity]
}
