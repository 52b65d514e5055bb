import { certificateProblems, mismatchFields } from '../../../src/certificate/model.ts'
import { refusals } from '../../../src/http/refusals.ts'
import { checkFailureReasons } from '../../../src/inventory/check-failure.ts'
import { listingSuspicions } from '../../../src/inventory/listing-outcome.ts'
import { hostnameStates } from '../../../src/inventory/snapshot.ts'
import { answerFields } from '../../../src/kinds/answer-fields.ts'
import { displayedKinds } from '../../../src/kinds/displayed-kinds.ts'
import { certificateStatuses } from '../../../src/kinds/statuses.ts'
import { trustFaults } from '../../../src/trust/model.ts'
import { code, codes, markdownTable } from './markdown.ts'

const labels: readonly (readonly [metric: string, label: string, values: readonly string[]])[] = [
  ['all about certificates', 'kind', displayedKinds],
  ['`cloudflare_cert_status`', 'status', certificateStatuses],
  ['`cloudflare_cert_mismatch`', 'field', mismatchFields],
  ['`cloudflare_cert_problem`', 'problem', certificateProblems],
  ['`cloudflare_cert_threshold_seconds`', 'severity', ['warning', 'critical']],
  ['`cloudflare_cert_check_error`, `cloudflare_cert_exporter_api_retries_total`', 'reason', checkFailureReasons],
  ['`cloudflare_cert_trust_error`', 'reason', trustFaults],
  ['`cloudflare_cert_hostname_state`', 'state', hostnameStates],
  ['`cloudflare_cert_exporter_suspicious_listings_total`', 'reason', Object.keys(listingSuspicions)],
  ['`cloudflare_cert_exporter_unreadable_fields_total`', 'field', answerFields],
  ['`cloudflare_cert_exporter_http_refused_total`', 'reason', Object.keys(refusals)],
]

/** The labels that have a fixed set of values. */
export function labelValueTable(): string {
  const sentences = [...Object.entries(listingSuspicions), ...Object.entries(refusals)].map(([word, sentence]) => [
    code(word),
    sentence,
  ])
  return [
    markdownTable(
      ['label', 'of', 'values'],
      labels.map(([metric, label, values]) => [code(label), metric, codes(values)]),
    ),
    'Why a listing is not believed, and why somebody was turned away:\n',
    markdownTable(['reason', 'what happened'], sentences),
  ].join('\n')
}
