import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { overallAt, overallChangesAt } from '../trust/overall.ts'
import type { CertificateFamily } from './certificate-family.ts'
import { labelledSample, sampleOf } from './family.ts'

/** What the origins' CA files make of each certificate. */
export const trustFamilies: readonly CertificateFamily[] = [
  {
    name: 'cloudflare_cert_trusted',
    help: '1 where every CA file in trusted_by leads to the certificate, 0 where one does not, ends left aside; absent where none is named or known.',
    reads: ['trust'],
    samples: ({ trust }, now) => {
      const isTrusted = trust && overallAt(trust, now).isTrusted
      return sampleOf(isTrusted === undefined ? undefined : Number(isTrusted))
    },
    changesAt,
  },
  {
    name: 'cloudflare_cert_trust_error',
    help: '1, only where a CA file does not lead to the certificate, with the reason.',
    reads: ['trust'],
    samples: ({ trust }, now) => {
      const refused = trust && overallAt(trust, now).refused
      return refused ? [labelledSample({ reason: refused.refusal.fault }, 1)] : []
    },
    changesAt,
  },
  {
    name: 'cloudflare_cert_trust_expiry_timestamp_seconds',
    help: "The earliest end among the CA file's own certificates on the paths that hold, and whose it is, Unix seconds.",
    reads: ['trust'],
    samples: ({ trust }, now) => {
      const first = trust && overallAt(trust, now).endsFirst
      return first
        ? [labelledSample({ ca_fingerprint_sha256: first.fingerprintSha256, subject: first.subject }, first.notAfter)]
        : []
    },
    changesAt,
  },
]

function changesAt({ trust }: DisplayedCertificate) {
  return trust ? overallChangesAt(trust) : []
}
