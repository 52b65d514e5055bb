import type { CertificateProblem } from '../../../src/certificate/model.ts'
import { type CheckFailureReason, checkFailures } from '../../../src/inventory/check-failure.ts'
import { certificateKinds, kinds } from '../../../src/kinds/kinds.ts'
import type { CertificateStatus } from '../../../src/kinds/statuses.ts'
import { capitalised } from '../../../src/report/words.ts'
import { ask, choose, firstTime, listed, ofCertificate, textFor } from './templates.ts'

const statuses = ask(`count by (status) (cloudflare_cert:status:max{${ofCertificate}} == 1)`)

const deployAgain =
  'Deployment takes minutes. If cloudflarestatus.com reports nothing, delete the certificate and upload it again.'
const deletedByOthers = 'Someone deleted it. If that was meant, stop watching it. If not, upload it again.'

const statusActions: Readonly<
  Record<Exclude<CertificateStatus, 'active' | 'available' | 'inactive' | 'expired' | 'gone' | 'unknown'>, string>
> = {
  pending: deployAgain,
  initializing: deployAgain,
  pending_deployment: deployAgain,
  deployment_timed_out:
    'It did not reach the edge, and nothing uses it. Delete it and upload it again before you use it.',
  pending_deletion: deletedByOthers,
  deleted: deletedByOthers,
  deletion_timed_out: 'Its deletion did not finish. Delete it again.',
}

const undocumented =
  'Cloudflare does not document its status. The exporter’s log has the word. Look at the certificate in Cloudflare’s dashboard.'

const problem = (those: string) =>
  ask(`count by (problem) (cloudflare_cert:problem:max{${those}${ofCertificate}} == 1)`)
const problems = problem('')
const notBefore = ask(`max(last_over_time(cloudflare_cert_not_before_timestamp_seconds{${ofCertificate}}[1h]))`)
const inUse = (value: 0 | 1) => ask(`max(cloudflare_cert:in_use:max{${ofCertificate}}) == ${value}`)

const problemSentences: Readonly<Record<CertificateProblem, string>> = {
  not_yet_valid: `Its validity has not begun{{ with ${notBefore} }}: it begins at ${firstTime}{{ end }}.`,
  no_client_auth: 'It is not made for client authentication.',
  is_ca: 'It is a CA certificate.',
  not_a_ca: 'It is meant to verify others, and it is no CA certificate.',
  weak_key: 'Its key is shorter than 2048 bits.',
  weak_signature: 'It is signed with SHA-1 or an older hash.',
  inverted_validity: 'It ends before it begins, and is never valid.',
}

const problemImpacts = [
  `{{ with ${problem('problem=~"not_yet_valid|inverted_validity",')} }}{{ with ${inUse(1)} }} Origins that verify it drop the traffic.{{ else }}{{ with ${inUse(0)} }} Cloudflare presents it nowhere.{{ else }} Whether Cloudflare presents it is not known. If it does, origins that verify it drop the traffic.{{ end }}{{ end }}{{ end }}`,
  `{{ with ${problem('problem=~"no_client_auth|weak_key|weak_signature",')} }} Strict origins refuse it.{{ end }}`,
  `{{ with ${problem('problem="is_ca",')} }} Anyone who has its key can issue certificates that your origins trust.{{ end }}`,
  `{{ with ${problem('problem="not_a_ca",')} }} No certificate can be verified by it.{{ end }}`,
].join('')

const problemAction = `{{ with ${problem('problem!="not_yet_valid",')} }}Issue a certificate without this fault, and replace it.{{ else }}Use the certificate before it until its validity begins.{{ end }}`

const permissions = choose(
  '$labels.kind',
  Object.fromEntries(certificateKinds.map((kind) => [kind, kinds[kind].permission])),
  'to read it',
)

/** What to do about a reason, in whole sentences. */
const reasonActions: Readonly<Record<CheckFailureReason, string>> = {
  credential: 'Put the file of the credential right. The status page and the log say what is wrong with it.',
  auth: 'If CloudflareTokenInvalid or CloudflareCredentialRefused fires, renew the credential. If neither does, give the entry the credential of its zone.',
  permission: `Give the token the permission ${permissions}. If it has an IP filter, allow the address of the exporter.`,
  not_entitled: 'Take the kind out of kinds, or order the plan that includes it.',
  not_found: 'Correct certificate_id and kind of its entry, or remove the entry.',
  rate_limited: 'Lower cloudflare.requests_per_5m, or give the exporter a token of its own.',
  server_error: 'Look at cloudflarestatus.com. The exporter asks again by itself.',
  bad_response: 'Find out which proxy or firewall answers in Cloudflare’s place.',
  timeout: 'Look for slow or dropped connections between the exporter and Cloudflare.',
  network: 'Look at DNS, proxy and firewall between the exporter and Cloudflare.',
  bad_certificate: 'Upload the certificate again.',
  ca_file: 'Put the CA file right. The exporter reads it again by itself.',
  internal: 'Report it to the project, with the stack in the exporter’s log.',
}

const errors = (labels: string) => {
  const error = `cloudflare_cert_check_error{${ofCertificate}}`
  return ask(`count by (${labels}) (${error}) or on () count by (${labels}) (last_over_time(${error}[1h]))`)
}

const reasonSentences = Object.fromEntries(
  Object.entries(checkFailures).map(([reason, { sentence }]) => [reason, `${capitalised(sentence)}.`]),
)

const expiry = ask(`min(cloudflare_cert:expiry_timestamp_seconds:min{${ofCertificate}})`)
const lastSuccess = ask(`max(cloudflare_cert:last_success_timestamp_seconds:max{${ofCertificate}})`)

/** What texts say of what is wrong with a certificate, or with reading it. */
export const faultTexts = {
  statuses: listed(statuses, 'status'),
  'status-actions': textFor(statuses, 'status', statusActions, undocumented),
  problems: listed(problems, 'problem'),
  'problem-sentences': textFor(problems, 'problem', problemSentences, '{{ . }}.'),
  'problem-impacts': problemImpacts,
  'problem-action': problemAction,
  reasons: `{{ range $i, $error := ${errors('reason, credentials')} | sortByLabel "credentials" | sortByLabel "reason" }}{{ if $i }}, {{ end }}{{ $error.Labels.reason }} (credentials {{ $error.Labels.credentials }}){{ else }}no reason given{{ end }}`,
  'reason-sentences': textFor(errors('reason'), 'reason', reasonSentences, ''),
  'reason-actions': `{{ with ${errors('reason')} }}${textFor('.', 'reason', reasonActions, '')}{{ else }} Find out why the exporter does not ask for it.{{ end }}`,
  'last-success': `{{ with ${lastSuccess} }}${firstTime}, when a check last worked{{ else }}no check of it has ever worked{{ end }}`,
  'expiry-known': `{{ with ${expiry} }}The expiry alerts go on from what was last known: it ends at ${firstTime}. A change at Cloudflare is not seen.{{ else }}When it ends is not known, so no expiry alert can warn of it.{{ end }}`,
} as const
