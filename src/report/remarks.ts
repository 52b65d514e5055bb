import type { CertificateReport } from './report-schema.ts'
import { problemWords } from './words.ts'

/** All that is to be said of a certificate beside its state, its end and its status. */
export function remarksOn({ mismatches, problems, error }: CertificateReport): readonly string[] {
  const parts = [
    mismatches.length > 0 && `Cloudflare and the certificate disagree on ${mismatches.join(', ')}`,
    ...problems.map((problem) => problemWords[problem]),
    error && `${error.reason}: ${error.meaning}: ${error.detail}`,
  ]
  return parts.filter((part) => typeof part === 'string')
}
