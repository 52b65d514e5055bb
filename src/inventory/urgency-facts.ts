import {
  type CertificateProblem,
  type Mismatches,
  type MismatchField,
  mismatchFields,
  type UnixSeconds,
} from '../certificate/model.ts'
import { problemsOf } from '../certificate/problems.ts'
import { expiryOf, thresholdsInForce, type UrgencyFacts } from '../certificate/urgency.ts'
import { isOfBundle } from '../kinds/displayed-kinds.ts'
import { type CertificateStatus, statusOf } from '../kinds/statuses.ts'
import { presentedUntil } from '../trust/overall.ts'
import type { DisplayedCertificate } from './displayed-certificate.ts'
import type { KnownCertificate, WatchedCertificate } from './snapshot.ts'

type Judged = Pick<WatchedCertificate, 'known' | 'trust'> & {
  readonly entry: Pick<DisplayedCertificate['entry'], 'kind' | 'thresholds'>
}

/** Collects what decides how urgent a watched certificate is. */
export function urgencyFactsOf({ entry, known, trust }: Judged, now: UnixSeconds): UrgencyFacts {
  return {
    expiry: expiryOf(known?.facts, known?.record, presentedUntil(trust)),
    thresholds: thresholdsInForce(entry.thresholds, known?.facts, known?.record),
    status: statusOfKnown(entry.kind, known),
    mismatches: known?.mismatches ?? {},
    problems: problemsOfCertificate({ entry, known }, now),
  }
}

/** What is wrong with it in its role. A CA file may hold a certificate that begins later: nobody uses that before. */
export function problemsOfCertificate(
  { entry, known }: Pick<Judged, 'entry' | 'known'>,
  now: UnixSeconds,
): readonly CertificateProblem[] {
  return isOfBundle(entry.kind) ? [] : problemsOf(known?.facts, now)
}

/** The status of a certificate. Undefined if nothing is known, or the API gives none. */
export function statusOfKnown(
  kind: DisplayedCertificate['entry']['kind'],
  known: KnownCertificate | undefined,
): CertificateStatus | undefined {
  return known?.vanished?.goneSince === undefined ? statusOf(kind, known?.record.status) : 'gone'
}

/** The fields in which Cloudflare and the certificate contradict each other. */
export function differingFields(mismatches: Mismatches): readonly MismatchField[] {
  return mismatchFields.filter((field) => mismatches[field])
}
