import type {
  CertificateEntry,
  CertificateFacts,
  CertificateIdentity,
  CertificateRecord,
  Mismatches,
  UnixSeconds,
} from '../certificate/model.ts'
import type { CheckFailure } from './check-failure.ts'

/** What is known of a certificate, from whichever checks last told. */
export interface KnownCertificate {
  /** From the last PEM that could be parsed; undefined where none came yet. */
  readonly facts: CertificateFacts | undefined
  readonly record: CertificateRecord
  readonly mismatches: Mismatches
  /** When the present status was first seen; undefined where the API gives none. */
  readonly statusSince: UnixSeconds | undefined
}

export interface CheckHistory {
  /** When the last check ended, however it ended; undefined before the first. */
  readonly lastCheck: UnixSeconds | undefined
  /** When a check last worked; undefined if none ever did. */
  readonly lastSuccess: UnixSeconds | undefined
  /** Present only while the last check failed. */
  readonly failure: CheckFailure | undefined
  /** How many checks running said that Cloudflare has no such certificate. */
  readonly absences: number
}

export interface WatchedCertificate {
  readonly entry: CertificateEntry
  /** Undefined until a check told something, and again once Cloudflare has no such certificate any more. */
  readonly known: KnownCertificate | undefined
  readonly check: CheckHistory
}

/** Everything that is known at one moment. Never changed, only replaced. */
export type Snapshot = ReadonlyMap<string, WatchedCertificate>

/** The key of a certificate in a snapshot: `kind/zone_id/certificate_id`. */
export function keyOf({ kind, zoneId, certificateId }: CertificateIdentity): string {
  return `${kind}/${zoneId}/${certificateId}`
}
