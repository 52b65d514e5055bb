import {
  type CertificateEntry,
  type Mismatches,
  type MismatchField,
  mismatchFields,
  type UnixSeconds,
} from '../certificate/model.ts'
import { problemsOf } from '../certificate/problems.ts'
import { expiryOf, statusOf, thresholdsInForce, type UrgencyFacts } from '../certificate/urgency.ts'
import { presentedUntil } from '../trust/overall.ts'
import type { WatchedCertificate } from './snapshot.ts'

type Judged = Pick<WatchedCertificate, 'known' | 'trust'> & { readonly entry: Pick<CertificateEntry, 'thresholds'> }

/** Collects what decides how urgent a watched certificate is. */
export function urgencyFactsOf({ entry, known, trust }: Judged, now: UnixSeconds): UrgencyFacts {
  return {
    expiry: expiryOf(known?.facts, known?.record, presentedUntil(trust)),
    thresholds: thresholdsInForce(entry.thresholds, known?.facts),
    status: known && statusOf(known.record),
    mismatches: known?.mismatches ?? {},
    problems: problemsOf(known?.facts, now),
  }
}

/** The fields in which Cloudflare and the certificate contradict each other. */
export function differingFields(mismatches: Mismatches): readonly MismatchField[] {
  return mismatchFields.filter((field) => mismatches[field])
}
