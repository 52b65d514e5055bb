import { askBy, listed, timeOf } from './templates.ts'

const ofHostname = ['zone_id', 'hostname'] as const
const state = 'cloudflare_cert:hostname_state:max{zone_id=%q,hostname=%q'
const isDisabled = askBy(ofHostname, `count by (state) (${state},state="disabled"} == 1)`)
const states = askBy(ofHostname, `count by (state) (${state}} == 1)`)
const storeIsOff = askBy(['zone_id'], 'cloudflare_cert:zone_enabled:min{zone_id=%q} == 0')
const storeIsOn = askBy(['zone_id'], 'cloudflare_cert:zone_enabled:min{zone_id=%q} == 1')
const assigned = askBy(ofHostname, 'count by (certificate_id) (cloudflare_cert_hostname_info{zone_id=%q,hostname=%q})')

const success = {
  hostname: askBy(
    ofHostname,
    'max(last_over_time(cloudflare_cert_hostname_last_success_timestamp_seconds{zone_id=%q,hostname=%q}[1h]))',
  ),
  list: askBy(
    ['zone_id', 'kind'],
    'max(last_over_time(cloudflare_cert_zone_last_success_timestamp_seconds{zone_id=%q,kind=%q}[1h]))',
  ),
  account: askBy(
    ['account_id', 'kind'],
    'max(last_over_time(cloudflare_cert_account_last_success_timestamp_seconds{account_id=%q,kind=%q}[1h]))',
  ),
  zones: askBy(
    ['credentials'],
    'min(last_over_time(cloudflare_cert_discovery_last_success_timestamp_seconds{credentials=%q}[1h]))',
  ),
}
const never = 'it has never been read'

/** What texts say of hostnames, and of lists that cannot be read. */
export const hostnameTexts = {
  'hostname-state': `{{ with ${isDisabled} }}Authenticated Origin Pulls is disabled for this hostname, which holds even where the zone's own store is on.{{ else }}It has no certificate of its own (${listed(states, 'state')}), and the zone's own store is {{ with ${storeIsOff} }}off{{ else }}{{ with ${storeIsOn} }}on, but has no certificate{{ else }}not known to be on{{ end }}{{ end }}.{{ end }}`,
  'hostname-action': `{{ with ${isDisabled} }}Enable it for the hostname.{{ else }}Associate a certificate with the hostname, or {{ with ${storeIsOn} }}upload one to{{ else }}enable{{ end }} the zone's own store.{{ end }}`,
  assigned: `{{ with ${assigned} }} Its certificate is ${listed('.', 'certificate_id')}.{{ end }}`,
  'reading-success': `{{ if $labels.hostname }}${timeOf(success.hostname, never)}{{ else if $labels.zone_id }}${timeOf(success.list, never)}{{ else if $labels.account_id }}${timeOf(success.account, never)}{{ else }}${timeOf(success.zones, never)}{{ end }}`,
} as const
