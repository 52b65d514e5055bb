/**
 * PromQL of the dashboard, on what the exporter shows and not on the rules' records, so that it works without them.
 * A certificate is (kind, zone_id or account_id, certificate_id), and each is counted once however many replicas there are.
 */

const identity = 'kind, zone_id, account_id, certificate_id'
const people = `${identity}, zone, account, name`
/** All zones are also what is in an account and has no zone. */
const inZone = '{zone=~"$zone"}'
const ofJob = '{job=~"$job"}'

const expiry = `min by (${people}) (cloudflare_cert_expiry_timestamp_seconds${inZone})`
const left = `${expiry} - time()`
const notUnused = `unless on (${identity}) (max by (${identity}) (cloudflare_cert_in_use${inZone}) == 0)`

/** How many there are: 0 where the family is there, and no value where it is not, as while no exporter is scraped. */
const count = (vector: string, family: string) => `count(${vector}) or 0 * count(${family}${inZone})`

const success = `max by (${identity}) (cloudflare_cert_last_success_timestamp_seconds${inZone})`
const staleAfter = `max by (${identity}) (cloudflare_cert_stale_after_seconds${inZone})`
const neverChecked = `max by (${identity}) (cloudflare_cert_check_success${inZone}) == 0 unless on (${identity}) ${success}`

/** As page, JSON and `check` have it: 0 ok, 1 info, 2 warning, 3 critical. */
const severity = `max by (${people}) (cloudflare_cert_severity${inZone})`
const hostnameSeverity = `max by (zone_id, zone, hostname) (cloudflare_cert_hostname_severity${inZone})`
const hostnameState = `max by (zone_id, zone, hostname, state) (cloudflare_cert_hostname_state${inZone}) == 1`

export const glance = {
  total: `count(count by (${identity}) (cloudflare_cert_check_success${inZone})) or 0 * max(cloudflare_cert_exporter_build_info)`,
  critical: count(`${severity} == 3`, 'cloudflare_cert_severity'),
  warning: count(`${severity} == 2`, 'cloudflare_cert_severity'),
  info: count(`${severity} == 1`, 'cloudflare_cert_severity'),
  expired: count(`(${left} < 0) ${notUnused}`, 'cloudflare_cert_expiry_timestamp_seconds'),
  stale: count(
    `time() - ${success} > on (${identity}) ${staleAfter}`,
    'cloudflare_cert_last_success_timestamp_seconds',
  ),
  unknown: count(neverChecked, 'cloudflare_cert_check_success'),
  withoutCertificate: `${count(`${hostnameSeverity} == 3`, 'cloudflare_cert_hostname_severity')} or 0 * (max(cloudflare_cert_exporter_hostnames) == 0)`,
  problems: `count by (${people}, problem) (cloudflare_cert_problem${inZone} == 1)`,
  hostnames: `count by (zone_id, zone, hostname, state) ((${hostnameState}) and on (zone_id, hostname) (${hostnameSeverity} == 3))`,
}

export const table = {
  left,
  expiresMs: `1000 * ${expiry}`,
  severity,
  status: `max by (${people}, status) (cloudflare_cert_status${inZone} == 1)`,
  inUse: `max by (${people}) (cloudflare_cert_in_use${inZone})`,
  checkedMs: `1000 * max by (${people}) (cloudflare_cert_last_success_timestamp_seconds${inZone})`,
}

export const trust = {
  notTrusted: count(
    `max by (${identity}) (cloudflare_cert_trusted${inZone}) == 0 ${notUnused}`,
    'cloudflare_cert_trusted',
  ),
  refused: `count by (${people}, reason) (cloudflare_cert_trust_error${inZone}) ${notUnused}`,
  caLeft: `min by (ca_fingerprint_sha256, subject) (cloudflare_cert_trust_expiry_timestamp_seconds${inZone} ${notUnused}) - time()`,
}

const months = `year(${expiry}) * 100 + month(${expiry})`

export const timeline = {
  perMonth: `count_values("month", ${months} and ((${left}) >= 0) < 366 * 86400)`,
}

const failing = `cloudflare_cert_check_error${inZone}`

export const freshness = {
  oldest: `topk(20, time() - max by (${people}) (cloudflare_cert_last_success_timestamp_seconds${inZone}))`,
  reasons: `count by (reason) (count by (${identity}, reason) (${failing}))`,
  failing: `count by (${people}, reason, credentials) (${failing})`,
  hostnames: `count by (state) (max by (zone_id, hostname, state) (cloudflare_cert_hostname_state${inZone}) == 1)`,
  hostnameLeft: `bottomk(20, min by (zone_id, zone, hostname) (cloudflare_cert_hostname_expiry_timestamp_seconds${inZone}) - time())`,
  unread: {
    hostnames: `count(max by (zone_id, hostname) (cloudflare_cert_hostname_check_success${inZone}) == 0)`,
    lists: `count(max by (zone_id, kind) (cloudflare_cert_zone_check_success${inZone}) == 0)`,
    accountLists: `count(max by (account_id, kind) (cloudflare_cert_account_check_success${inZone}) == 0)`,
    zones: 'count(max by (credentials) (cloudflare_cert_discovery_success) == 0)',
  },
}

const requests = `cloudflare_cert_exporter_api_requests_total${ofJob}`
const duration = `cloudflare_cert_exporter_api_request_duration_seconds_bucket${ofJob}`

export const api = {
  requests: `sum by (code) (increase(${requests}[5m]))`,
  remaining: `min by (credentials) (cloudflare_cert_exporter_api_rate_limit_remaining${ofJob})`,
  retries: `sum by (reason) (increase(cloudflare_cert_exporter_api_retries_total${ofJob}[5m]))`,
  latency: `histogram_quantile(0.95, sum by (endpoint, le) (rate(${duration}[$__rate_interval])))`,
  tokenLeft: `min by (credentials) (cloudflare_cert_exporter_token_expiry_timestamp_seconds${ofJob}) - time()`,
}

export const daemon = {
  up: 'up * on (job, instance) group_left (version, revision) cloudflare_cert_exporter_build_info{job=~"$job"}',
  next: `min(cloudflare_cert_exporter_next_cycle_timestamp_seconds${ofJob}) - time()`,
  duration: `max(cloudflare_cert_exporter_last_cycle_duration_seconds${ofJob})`,
  reloads: `min(cloudflare_cert_exporter_config_last_reload_successful${ofJob})`,
  shards: `count(count by (shard) (count_values("shard", cloudflare_cert_exporter_shard_ordinal${ofJob})))`,
  memory: `process_resident_memory_bytes${ofJob}`,
  cpu: `rate(process_cpu_seconds_total${ofJob}[$__rate_interval])`,
  lag: `nodejs_eventloop_lag_p99_seconds${ofJob}`,
  suspicious: `sum by (reason) (increase(cloudflare_cert_exporter_suspicious_listings_total${ofJob}[1h]))`,
  stateFailures: `sum(increase(cloudflare_cert_exporter_state_write_failures_total${ofJob}[1h]))`,
}
