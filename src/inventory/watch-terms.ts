import type { CertificateFacts, Seconds, ThresholdPair, WatchTerms } from '../certificate/model.ts'
import { thresholdsInForce } from '../certificate/urgency.ts'
import type { HostnameEntry } from '../certificate/watch-list.ts'
import { allTrustSources } from './trust-sources.ts'

export type HostnameEntries = readonly [HostnameEntry, ...HostnameEntry[]]

/**
 * The terms for a certificate that only these hostnames lead to: the labels on which all of them agree, and the longest thresholds.
 */
export function watchTermsOf(entries: HostnameEntries, facts: CertificateFacts | undefined): WatchTerms {
  const [{ credentials, staleAfter, labels }, ...others] = entries
  const agreed = Object.entries(labels).filter(([name, value]) => others.every((other) => other.labels[name] === value))
  const trustedBy = allTrustSources(entries.map((entry) => entry.trustedBy))
  return {
    credentials,
    staleAfter,
    labels: Object.fromEntries(agreed),
    thresholds: { warning: longest(entries, facts, 'warning'), critical: longest(entries, facts, 'critical') },
    ...(trustedBy && { trustedBy }),
  }
}

function longest(
  entries: HostnameEntries,
  facts: CertificateFacts | undefined,
  severity: keyof ThresholdPair,
): ThresholdPair['warning'] {
  const seconds = ({ thresholds }: HostnameEntry): Seconds => thresholdsInForce(thresholds, facts)[severity]
  return entries.reduce((a, b) => (seconds(b) > seconds(a) ? b : a)).thresholds[severity]
}
