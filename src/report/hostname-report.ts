import type { UnixSeconds } from '../certificate/model.ts'
import type { HostnameState, Snapshot, WatchedHostname, WatchedZone } from '../inventory/snapshot.ts'
import { judgeHostname } from '../judgement/hostname.ts'
import type { Severity } from '../judgement/severity.ts'

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

export function hostnameReportsOn({ zones }: Snapshot, now: UnixSeconds): readonly HostnameReport[] {
  return [...zones.values()].flatMap((zone) =>
    [...zone.hostnames.values()].map((each) => reportOnHostname(each, zone, now)),
  )
}

function reportOnHostname(hostname: WatchedHostname, zone: WatchedZone, now: UnixSeconds): HostnameReport {
  const { entry, association, presents } = hostname
  const presented = presents === undefined ? undefined : zone.certificates.get(presents)
  return {
    zone_id: zone.zoneId,
    zone: zone.zone,
    hostname: entry.hostname,
    state: association?.state ?? null,
    certificate_id: association?.certificateId ?? null,
    presents_certificate_id: presented?.entry.certificateId ?? null,
    severity: judgeHostname(hostname, zone.zoneSwitch, now).severity,
  }
}
