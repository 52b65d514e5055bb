import type { Scope } from '../../kinds/kind.ts'

/** Label names that the exporter sets itself on one of its metrics. */
const ownLabels = [
  ...['kind', 'zone_id', 'certificate_id', 'zone', 'name', 'status', 'field', 'serial_number', 'issuer', 'subject'],
  ...['signature_algorithm', 'public_key', 'fingerprint_sha256', 'problem', 'reason', 'credentials', 'severity'],
  ...['hostname', 'state', 'version', 'revision', 'node_version', 'endpoint', 'code', 'ca_fingerprint_sha256'],
]

/** Label names that Prometheus, its scrape configuration in Kubernetes, or the alert rules set. */
const othersLabels = [
  ...['drill', 'le', 'quantile', 'alertname', 'job', 'instance', 'namespace', 'pod', 'container', 'endpoint'],
  ...['service', 'node', 'cluster'],
]

const reserved: ReadonlySet<string> = new Set([...ownLabels, ...othersLabels])

/** Set on what is kept in an account. Elsewhere they are free. */
const accountLabels: ReadonlySet<string> = new Set(['account_id', 'account'])

/** Says what is wrong with a label name and what would be right. Undefined if the name is good. */
export function labelNameFault(name: string, scope: Scope): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    return 'not a label name: expected letters, digits and "_", not beginning with a digit'
  }
  if (/^__|^exported_/.test(name)) {
    return 'a reserved label name, as is all that begins with "__" or "exported_": expected another one'
  }
  if (reserved.has(name) || (scope === 'account' && accountLabels.has(name)))
    return 'a reserved label name, set by the exporter, Prometheus or the rules: expected another one'
  return undefined
}
