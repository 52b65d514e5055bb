import { impactLater, impactNow } from './kinds.ts'
import { ask, firstTime, listed, ofCertificate, time, timeOf } from './templates.ts'

const expiry = `cloudflare_cert:expiry_timestamp_seconds:min{${ofCertificate}}`
const hourOf = (metric: string, labels = '') => `last_over_time(${metric}{${ofCertificate}${labels}}[1h])`

const chainEnd = ask(
  `max by (subject) (${hourOf('cloudflare_cert_chain_not_after_timestamp_seconds')}) == on () group_left () min(${expiry})`,
)
const ownEnd = ask(`max(${hourOf('cloudflare_cert_not_after_timestamp_seconds')})`)

/** That a certificate of the chain counts. A new certificate with the old chain would end as soon. */
function endOfChain(verb: string): string {
  const own = `{{ with ${ownEnd} }} The certificate itself ends at ${firstTime}.{{ end }}`
  return `{{ with ${chainEnd} }} {{ . | first | label "subject" }} in its chain ${verb} first.${own}{{ end }}`
}

const ifDrill = '{{ if eq $labels.kind "drill" }}'

function presented(known: string, unknown: string): string {
  return `${ifDrill}None: the certificate does not exist.{{ else }}{{ with ${ask(`max(cloudflare_cert:in_use:max{${ofCertificate}}) == 1`)} }}${known}{{ else }}Whether Cloudflare presents it is not known. If it does, ${unknown}{{ end }}{{ end }}`
}

function thresholdReached(severity: string): string {
  const threshold = `cloudflare_cert:threshold_seconds:max{severity="${severity}",${ofCertificate}}`
  return timeOf(ask(`min(${expiry}) - on () max(${threshold})`), 'an unknown time')
}

const users = `{{ with printf "count by (hostname) (cloudflare_cert_hostname_info{zone_id=%q,certificate_id=%q})" $labels.zone_id $labels.certificate_id | query }} Hostnames that use it: ${listed('.', 'hostname')}.{{ end }}`

const mismatches = (field: string) => `cloudflare_cert:mismatch:max{${field}${ofCertificate}} == 1`
const ifEndsDiffer = (metric: string) =>
  ask(`max(${hourOf(metric)}) and on () max(${mismatches('field="expires_on",')})`)

const newerName = `count by (name) (max by (kind, zone_id, certificate_id, name) (last_over_time(cloudflare_cert_uploaded_on_timestamp_seconds{kind=\\"hostname\\",zone_id=%q}[1h])) == %v)`

/** What texts say of a certificate. */
export const certificateTexts = {
  drill: `${ifDrill}DRILL: {{ end }}`,
  'drill-action': `${ifDrill}Say that this arrived. Nobody need do anything else.{{ else }}`,
  length: '{{ $value | humanizeDuration | reReplaceAll "^1d .*" "1 day" | reReplaceAll "d .*" " days" }}',
  end: timeOf(ask(`min(${expiry})`), 'an unknown time'),
  'chain-end': endOfChain('ends'),
  'chain-end-past': endOfChain('ended'),
  'newer-chain': `{{ with ${chainEnd} }}, and upload the new one with a newer chain{{ end }}`,
  'critical-since': thresholdReached('critical'),
  'warning-since': thresholdReached('warning'),
  'impact-now': impactNow(
    presented(
      'Cloudflare presents it all the same, and origins that verify it drop the traffic.',
      'origins that verify it drop the traffic.',
    ),
  ),
  'impact-later': impactLater(
    presented(
      'Cloudflare will present it after its end too, and origins that verify it will then drop the traffic.',
      'origins that verify it will drop the traffic after its end.',
    ),
  ),
  ended: impactNow('Origins that verify it drop the traffic.'),
  'status-since': timeOf(ask(`max(${hourOf('cloudflare_cert_status_since_timestamp_seconds')})`), 'an unknown time'),
  'mismatching-fields': listed(ask(`count by (field) (${mismatches('')})`), 'field'),
  'mismatching-ends': `{{ with ${ifEndsDiffer('cloudflare_cert_expires_on_timestamp_seconds')} }}The API says that it ends at ${firstTime}.{{ end }}{{ with ${ifEndsDiffer('cloudflare_cert_not_after_timestamp_seconds')} }} The certificate says that it ends at ${firstTime}. {{ end }}`,
  uploaded: `{{ with ${ask(`max(${hourOf('cloudflare_cert_uploaded_on_timestamp_seconds')})`)} }} at ${firstTime}{{ end }}`,
  newer: `{{ with printf "${newerName}" $labels.zone_id $value | query }}A newer certificate with the same subject stands in the zone: ${listed('.', 'name')}. {{ end }}`,
  where: `[[where-alone]]${users}`,
  time,
} as const
