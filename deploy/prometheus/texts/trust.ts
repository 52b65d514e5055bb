import type { TrustFault } from '../../../src/trust/model.ts'
import { ask, askBy, firstTime, listed, ofCertificate, textFor } from './templates.ts'

const faults = ask(`count by (reason) (last_over_time(cloudflare_cert_trust_error{${ofCertificate}}[1h]))`)

const faultSentences: Readonly<Record<TrustFault, string>> = {
  no_path: 'Its issuer is not in the CA file (no_path).',
  not_yet_valid: 'A certificate of its path has not begun (not_yet_valid).',
  bad_signature: 'Another key made a signature of its path (bad_signature).',
  not_a_ca: 'A certificate of its path may not issue any (not_a_ca).',
  path_length: 'A CA allows fewer intermediates than there are (path_length).',
  no_client_auth: 'It, or a CA above it, may not be used for client certificates (no_client_auth).',
  name_constraints: 'A CA above it does not permit one of its names (name_constraints).',
  unhandled_extension: 'It, or a CA above it, has an extension that nobody reads (unhandled_extension).',
}

const inUse = ask(`max(cloudflare_cert:in_use:max{${ofCertificate}}) == 1`)

const end = askBy(
  ['ca_fingerprint_sha256'],
  'min(cloudflare_cert:origin_ca_expiry_timestamp_seconds:min{ca_fingerprint_sha256=%q})',
)
const left = askBy(
  ['ca_fingerprint_sha256'],
  'min(cloudflare_cert:origin_ca_expiry_timestamp_seconds:min{ca_fingerprint_sha256=%q}) - time()',
)
const zones = askBy(
  ['ca_fingerprint_sha256'],
  'count by (zone) (last_over_time(cloudflare_cert_trust_expiry_timestamp_seconds{ca_fingerprint_sha256=%q}[1h]))',
)

export const trustTexts: Readonly<Record<string, string>> = {
  'trust-faults': textFor(faults, 'reason', faultSentences, '{{ . }}.'),
  'trust-impact': `{{ with ${inUse} }}Cloudflare presents it. Origins that verify it with this file drop the traffic.{{ else }}Whether Cloudflare presents it is not known. If it does, origins that verify it with this file drop the traffic.{{ end }}`,
  'origin-ca-end': `{{ with ${end} }}${firstTime}{{ end }}`,
  'origin-ca-left': `{{ with ${left} }}{{ . | first | value | humanizeDuration | reReplaceAll "^1d .*" "1 day" | reReplaceAll "d .*" " days" }}{{ end }}`,
  'origin-ca-zones': listed(zones, 'zone'),
}
