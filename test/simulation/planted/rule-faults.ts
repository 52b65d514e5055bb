/** A fault that is planted into a copy of the shipped rules. */
export interface PlantedRuleFault {
  readonly name: string
  /** Every place that matches. */
  readonly from: RegExp
  readonly to: string
}

export const plantedRuleFaults: readonly PlantedRuleFault[] = [
  {
    name: 'the rules look back for five minutes, and not for an hour',
    from: /\[(1h|30m)\]/g,
    to: '[5m]',
  },
  {
    name: 'the last success is not remembered',
    from: / *or\n *\(\n *last_over_time\(cloudflare_cert:last_success_timestamp_seconds:max\[1h\]\)\n[^)]*\)[^)]*\)\n *\)/,
    to: '',
  },
  {
    name: 'two of the three alerts of an expiry overlap',
    from: />= on \(kind, zone_id, certificate_id\) group_left ?\(\)\s*cloudflare_cert:threshold_seconds:max\{severity="critical"\}/,
    to: '> -1e18',
  },
  {
    name: 'the critical alert of an expiry waits for an hour',
    from: /(alert: CloudflareCertExpiryCritical\n)/,
    to: '$1        for: 1h\n',
  },
  {
    name: 'an unused certificate pages',
    from: /cloudflare_cert:in_use:max == 0/g,
    to: 'cloudflare_cert:in_use:max == 2',
  },
  {
    name: 'a hostname without a certificate is looked for under another name',
    from: /state="disabled"/g,
    to: 'state="off"',
  },
  {
    name: 'a credential that cannot be read fires only after a day',
    from: /(alert: CloudflareCredentialUnreadable\n[\s\S]*?)for: 15m/,
    to: '$1for: 1d',
  },
  {
    name: 'a certificate that is not watched pages by twice the time',
    from: /(\s+)cloudflare_cert:stale_after_seconds:max(\s+\)\s+\)\s+or)/,
    to: '$12 * cloudflare_cert:stale_after_seconds:max$2',
  },
  {
    name: 'each replica gives an alert of its own',
    from: /(min without \()instance, (pod, container, endpoint, node, host\) \(last_over_time\(cloudflare_cert_expiry)/,
    to: '$1$2',
  },
  {
    name: 'a certificate counts as unused for an hour after that is no longer known',
    from: /(cloudflare_cert_in_use\[)10m/,
    to: '$11h',
  },
]
