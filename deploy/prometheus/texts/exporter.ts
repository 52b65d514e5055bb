import { askBy, firstTime, timeOf } from './templates.ts'

const ofJob = ['job', 'namespace'] as const
const ofCredential = ['credentials', 'job', 'namespace'] as const

/** Since when the alert has been active. Prometheus keeps that in a series of its own. The first evaluation does not find it yet. */
function activeSince(labels: readonly string[]): string {
  const selector = labels.map((label) => `${label}=%q`).join()
  return timeOf(askBy(labels, `min(ALERTS_FOR_STATE{alertname="[[alert]]",${selector}})`), 'just now')
}

function endsAt(labels: readonly string[], metric: string, offset = ''): string {
  return timeOf(
    askBy(labels, `min(${metric}{${labels.map((label) => `${label}=%q`).join()}})${offset}`),
    'an unknown time',
  )
}

const unchecked = askBy(
  ['credentials'],
  'count(count by (kind, zone_id, certificate_id) (cloudflare_cert_check_error{credentials=%q}))',
)
const loadedAt = askBy(
  ofJob,
  'min(cloudflare_cert_exporter_config_last_reload_success_timestamp_seconds{job=%q,namespace=%q})',
)
const tokenEnd = 'cloudflare_cert_exporter:token_expiry_timestamp_seconds:min'
const webEnd = 'cloudflare_cert_exporter:web_tls_expiry_timestamp_seconds:min'

/** What texts say of credentials and of the exporter itself. */
export const exporterTexts = {
  'active-since certificate': activeSince(['kind', 'zone_id', 'certificate_id']),
  'active-since hostname': activeSince(['zone_id', 'hostname']),
  'active-since credential': activeSince(ofCredential),
  'active-since field': activeSince([...ofJob, 'field']),
  'active-since exporter': activeSince(ofJob),
  'active-since ca': activeSince(['ca_fingerprint_sha256']),
  'active-since file': activeSince([...ofJob, 'file']),
  job: '{{ with $labels.job }} (job {{ . }}){{ end }}',
  credential:
    '{{ $labels.credentials }} under credentials in the configuration{{ with $labels.job }} of job {{ . }}{{ end }}.',
  unchecked: `{{ with ${unchecked} }}{{ . | first | value }} certificates cannot be checked with it now. {{ end }}`,
  loaded: `{{ with ${loadedAt} }}, loaded at ${firstTime}{{ end }}`,
  'token-end': endsAt(ofCredential, tokenEnd),
  'token-since': endsAt(ofCredential, tokenEnd, ' - 14 * 86400'),
  'web-end': endsAt(ofJob, webEnd),
  'web-since': endsAt(ofJob, webEnd, ' - 14 * 86400'),
} as const
