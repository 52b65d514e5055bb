import type { CertificateReport } from './report-schema.ts'
import { problemWords } from './words.ts'

/** Everything that is to be said about a certificate, beside its state, its expiry and its status. */
export function remarksOn(report: CertificateReport): readonly string[] {
  const { mismatches, problems, api, error } = report
  const parts = [
    chainRemark(report),
    mismatches.length > 0 && `Cloudflare and the certificate disagree on ${mismatches.join(', ')}`,
    ...problems.map((problem) => problemWords[problem]),
    api && api.unreadable.length > 0 && `fields of Cloudflare's answer cannot be read: ${api.unreadable.join(', ')}`,
    error && `${error.reason}: ${error.meaning}: ${error.detail}`,
  ]
  return parts.filter((part) => typeof part === 'string')
}

/** Whoever looks at the certificate alone would take it for a false alarm. */
function chainRemark({ chain_ends_first: first, not_after }: CertificateReport): string | undefined {
  if (!first) return undefined
  const [chainEnd, ownEnd] = [first.not_after, not_after].map((end) => end?.slice(0, 10) ?? 'at an unknown time')
  return `its chain ends first: ${first.subject || 'a certificate of it'} on ${chainEnd}, the certificate itself on ${ownEnd}`
}
