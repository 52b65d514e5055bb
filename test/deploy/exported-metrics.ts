import { certificateMetricNames } from '../../src/exposition/certificate-families.ts'
import { daemonMetricNames } from '../../src/exposition/daemon-families.ts'
import { SelfMetrics } from '../../src/self-metrics.ts'

/** Named by rules and dashboard before they are exposed: until then what they say is unknown. Take out what has arrived. */
export const exposedLater: readonly string[] = [
  'cloudflare_cert_in_use',
  'cloudflare_cert_hostname_state',
  'cloudflare_cert_hostname_info',
  'cloudflare_cert_hostname_expiry_timestamp_seconds',
  'cloudflare_cert_zone_enabled',
  'cloudflare_cert_hostname_check_success',
  'cloudflare_cert_zone_check_success',
  'cloudflare_cert_discovery_success',
  'cloudflare_cert_exporter_hostnames',
  'cloudflare_cert_exporter_zones',
  'cloudflare_cert_exporter_suspicious_listings_total',
]

const selfMetricNames = (await new SelfMetrics().families()).map(({ name }) => name)

export const exposedNow: readonly string[] = [...certificateMetricNames, ...daemonMetricNames, ...selfMetricNames]

/** What rules and dashboard may name. */
export const exportedMetrics: readonly string[] = [...exposedNow, ...exposedLater]
