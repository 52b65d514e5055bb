import type { UnixSeconds } from '../certificate/model.ts'
import { type CheckFailureReason, checkFailures } from '../inventory/check-failure.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { reportOnOne } from './certificate-report.ts'
import { type Unread, unreadIn } from './findings.ts'
import { type HostnameReport, reportOnHostname } from './hostname-report.ts'
import { instant } from './instant.ts'
import { hostnamesIn, Judge } from './judged-things.ts'
import { byUrgency } from './order.ts'
import type { CertificateReport } from './report-schema.ts'

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

export function reportOn(snapshot: Snapshot, now: UnixSeconds): Report {
  const certificates = [...new Judge().certificates({ snapshot, credentials: [], daemon: undefined }, now)]
  const reports = certificates.sort(byUrgency).map((thing) => reportOnOne(thing, now))
  const unread = unreadIn(snapshot).map(reportOnUnread)
  const hostnames = [...snapshot.zones.values()].flatMap((zone) => hostnamesIn(zone, now)).map(reportOnHostname)
  const found = new Set<CheckSeverity>([...reports, ...hostnames].map(({ severity }) => severity))
  const isUnknown = reports.some(({ state, error }) => state === 'unknown' || error !== null)
  if (isUnknown || unread.length > 0 || reports.length === 0) found.add('unknown')
  return {
    checked_at: instant(now) ?? '',
    severity: checkSeverities.find((severity) => found.has(severity)) ?? 'ok',
    certificates: reports,
    hostnames,
    unread,
  }
}

function reportOnUnread({ what, zone, failure: { reason, detail } }: Unread): UnreadReport {
  return { what, zone, reason, meaning: checkFailures[reason].sentence, detail }
}

/**
 * Whether there was no certificate to check and no hostname without one. Somebody who watches nothing must not think that all is
 * well.
 */
export function isOfNothing({ certificates, severity }: Report): boolean {
  return certificates.length === 0 && severity !== 'critical'
}

const exitCodes = { critical: 2, warning: 1, unknown: 3, info: 0, ok: 0 } as const satisfies Record<
  CheckSeverity,
  number
>

/** The exit codes of monitoring plugins. */
export function exitCodeOf({ severity }: Report): number {
  return exitCodes[severity]
}
