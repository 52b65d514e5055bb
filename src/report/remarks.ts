import type { CertificateReport } from './report-schema.ts'
import { problemWords } from './words.ts'

/** Everything that is to be said about a certificate, beside its state, its expiry and its status. */
export function remarksOn({ mismatches, problems, api, error }: CertificateReport): readonly string[] {
  const parts = [
    mismatches.length > 0 && `Cloudflare and the certificate disagree on ${mismatches.join(', ')}`,
    ...problems.map((problem) => problemWords[problem]),
    api && api.unreadable.length > 0 && `fields of Cloudflare's answer cannot be read: ${api.unreadable.join(', ')}`,
    error && `${error.reason}: ${error.meaning}: ${error.detail}`,
  ]
  return parts.filter((part) => typeof part === 'string')
}
