const runbooks = 'https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter/blob/main/docs/runbooks'

/** @param name the alert's, which is the runbook's */
export function runbookUrl(name: string): string {
  return `${runbooks}/${name}.md`
}
