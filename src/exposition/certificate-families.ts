import { endsFirstInChain } from '../certificate/chain-end.ts'
import { mismatchFields, type UnixSeconds } from '../certificate/model.ts'
import { problemsChangeAt } from '../certificate/problems.ts'
import { expiryOf, thresholdsInForce } from '../certificate/urgency.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import { problemsOfCertificate, statusOfKnown } from '../inventory/urgency-facts.ts'
import { holderOf } from '../kinds/displayed-kinds.ts'
import { idNames } from '../kinds/kinds.ts'
import { statusesOf } from '../kinds/statuses.ts'
import { presentedUntil } from '../trust/overall.ts'
import type { CertificateFamily } from './certificate-family.ts'
import { type Labels, labelledSample, sampleOf } from './family.ts'
import { certificateSeverity } from './severity-family.ts'
import { trustFamilies } from './trust-families.ts'

const secondsPerDay = 86_400

/** The only family that changes at every scrape. `countdown.ts` writes it. */
export const expiryDays = {
  name: 'cloudflare_cert_expiry_days',
  help: 'Days from this scrape until the certificate expires, negative once it has.',
  valueOf: ({ known, trust }: DisplayedCertificate, now: UnixSeconds): number | undefined =>
    daysUntil(expiryOf(known?.facts, known?.record, presentedUntil(trust)), now),
}

export const statusFamily = 'cloudflare_cert_status'

/** What is exposed of each certificate, beside `expiryDays`. All are gauges, also the infos and state sets. */
export const certificateFamilies: readonly CertificateFamily[] = [
  {
    name: 'cloudflare_cert_expiry_timestamp_seconds',
    help: "The moment that counts, Unix seconds: the earliest end of the certificate, its chain and the API's expires_on.",
    reads: ['known', 'trust'],
    samples: ({ known, trust }) => sampleOf(expiryOf(known?.facts, known?.record, presentedUntil(trust))),
  },
  {
    name: 'cloudflare_cert_not_after_timestamp_seconds',
    help: 'The end of validity that the certificate itself states, Unix seconds.',
    reads: ['known'],
    samples: ({ known }) => sampleOf(known?.facts?.notAfter),
  },
  {
    name: 'cloudflare_cert_chain_not_after_timestamp_seconds',
    help: 'The earliest end in the chain behind the certificate, and whose it is, Unix seconds; only where that is before its own end.',
    reads: ['known'],
    samples: ({ known }) => {
      const first = endsFirstInChain(known?.facts)
      return first ? [labelledSample({ subject: first.subject }, first.notAfter)] : []
    },
  },
  {
    name: 'cloudflare_cert_not_before_timestamp_seconds',
    help: 'The start of validity that the certificate itself states, Unix seconds.',
    reads: ['known'],
    samples: ({ known }) => sampleOf(known?.facts?.notBefore),
  },
  {
    name: 'cloudflare_cert_expires_on_timestamp_seconds',
    help: "The end of validity that Cloudflare's API states, Unix seconds.",
    reads: ['known'],
    samples: ({ known }) => sampleOf(known?.record.expiresOn),
  },
  {
    name: 'cloudflare_cert_uploaded_on_timestamp_seconds',
    help: "When the certificate was uploaded, as Cloudflare's API states it, Unix seconds.",
    reads: ['known'],
    samples: ({ known }) => sampleOf(known?.record.uploadedOn),
  },
  {
    name: statusFamily,
    help: '1 for the status that Cloudflare gives the certificate, 0 for the others. It stays active after the expiry.',
    reads: ['known'],
    samples: ({ entry, known }) => {
      const present = statusOfKnown(entry.kind, known)
      return present
        ? statusesOf(entry.kind).map((status) => labelledSample({ status }, Number(status === present)))
        : []
    },
  },
  {
    name: 'cloudflare_cert_status_since_timestamp_seconds',
    help: 'When the present status was first seen, Unix seconds.',
    reads: ['known'],
    samples: ({ known }) => sampleOf(known?.statusSince),
  },
  {
    name: 'cloudflare_cert_mismatch',
    help: "1 where Cloudflare's API and the certificate itself disagree, 0 where they agree.",
    reads: ['known'],
    samples: ({ known }) =>
      mismatchFields.flatMap((field) => {
        const differs = known?.mismatches[field]
        return differs === undefined ? [] : [labelledSample({ field }, Number(differs))]
      }),
  },
  {
    name: 'cloudflare_cert_info',
    help: 'What the certificate says of itself. Always 1.',
    reads: ['known'],
    samples: ({ known }) => {
      if (!known?.facts) return []
      const { serialNumber, issuer, subject, signatureAlgorithm, publicKey, fingerprintSha256 } = known.facts
      const labels = {
        serial_number: serialNumber,
        issuer,
        subject,
        signature_algorithm: signatureAlgorithm,
        public_key: publicKey,
        fingerprint_sha256: fingerprintSha256,
      }
      return [labelledSample(labels, 1)]
    },
  },
  {
    name: 'cloudflare_cert_problem',
    help: '1 for each problem that the certificate itself has. Other problems are absent.',
    reads: ['known'],
    samples: (certificate, now) =>
      problemsOfCertificate(certificate, now).map((problem) => labelledSample({ problem }, 1)),
    changesAt: ({ known }) => {
      const moment = problemsChangeAt(known?.facts)
      return moment === undefined ? [] : [moment]
    },
  },
  {
    name: 'cloudflare_cert_check_success',
    help: '1 where the last check of the certificate worked, else 0. It is 0 before the first check.',
    reads: ['check'],
    samples: ({ check }) => sampleOf(Number(check.lastCheck !== undefined && !check.failure)),
  },
  {
    name: 'cloudflare_cert_check_error',
    help: '1, only while the last check failed, with the reason and the credentials that were used.',
    reads: ['check'],
    samples: ({ entry, check: { failure } }) =>
      failure ? [labelledSample({ reason: failure.reason, credentials: entry.credentials }, 1)] : [],
  },
  {
    name: 'cloudflare_cert_last_success_timestamp_seconds',
    help: 'When a check of the certificate last worked, Unix seconds.',
    reads: ['check'],
    samples: ({ check }) => sampleOf(check.lastSuccess),
  },
  {
    name: 'cloudflare_cert_stale_after_seconds',
    help: 'Without a successful check for this long the certificate is stale.',
    reads: ['entry'],
    samples: ({ entry }) => sampleOf(entry.staleAfter),
  },
  {
    name: 'cloudflare_cert_threshold_seconds',
    help: 'How long before the expiry each severity begins.',
    reads: ['known'],
    samples: ({ entry, known }) => {
      const { warning, critical } = thresholdsInForce(entry.thresholds, known?.facts, known?.record)
      return [labelledSample({ severity: 'warning' }, warning), labelledSample({ severity: 'critical' }, critical)]
    },
  },
  {
    name: 'cloudflare_cert_in_use',
    help: '1 where the certificate is in use, 0 where it is proved that its end would harm nobody; absent where that is unknown.',
    reads: ['use'],
    samples: ({ use: { inUse } }) => sampleOf(inUse === undefined ? undefined : Number(inUse)),
  },
  ...trustFamilies,
  certificateSeverity,
]

export const certificateMetricNames: readonly string[] = [...certificateFamilies, expiryDays].map(({ name }) => name)

/** The labels that all series of a certificate have: its identity first, then the labels for people and for routing. */
export function labelsOf(entry: DisplayedCertificate['entry']): Labels {
  const { kind, scopeId, certificateId, placeName, name, labels } = entry
  const holder = holderOf(kind)
  // What is in a CA file has neither a zone nor an account.
  const [id, place]: readonly Labels[] =
    holder === 'bundle' ? [] : [[[idNames[holder], scopeId]], [[holder, placeName]]]
  return [
    ['kind', kind],
    ...(id ?? []),
    ['certificate_id', certificateId],
    ...(place ?? []),
    ['name', name],
    ...Object.entries(labels),
  ]
}

function daysUntil(moment: UnixSeconds | undefined, now: UnixSeconds): number | undefined {
  return moment === undefined ? undefined : (moment - now) / secondsPerDay
}
