import type { Severity } from '../certificate/urgency.ts'
import type { HostnameState, Snapshot, WatchedHostname, WatchedZone } from '../inventory/snapshot.ts'
import { presentsNothing } from './findings.ts'

/** One watched hostname as `check --json` shows it. Unknown values are null. */
export interface HostnameReport {
  readonly zone_id: string
  readonly zone: string
  readonly hostname: string
  readonly state: HostnameState | null
  /** Its association's certificate. */
  readonly certificate_id: string | null
  /** The certificate that Cloudflare presents for it: its own, or that of its zone's store. */
  readonly presents_certificate_id: string | null
  readonly severity: Severity
}

export function hostnameReportsOn({ zones }: Snapshot): readonly HostnameReport[] {
  return [...zones.values()].flatMap((zone) => [...zone.hostnames.values()].map((each) => reportOnHostname(each, zone)))
}

function reportOnHostname(hostname: WatchedHostname, zone: WatchedZone): HostnameReport {
  const { entry, association, presents } = hostname
  const presented = presents === undefined ? undefined : zone.certificates.get(presents)
  return {
    zone_id: zone.zoneId,
    zone: zone.zone,
    hostname: entry.hostname,
    state: association?.state ?? null,
    certificate_id: association?.certificateId ?? null,
    presents_certificate_id: presented?.entry.certificateId ?? null,
    severity: severityOfHostname(hostname, zone),
  }
}

function severityOfHostname({ association, reading }: WatchedHostname, { zoneSwitch }: WatchedZone): Severity {
  if (association && presentsNothing(association, zoneSwitch)) return 'critical'
  return association && !reading.failure ? 'ok' : 'unknown'
}
