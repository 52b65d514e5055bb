import type { Calendar } from '../api/records.ts'
import type { CertificateKind, CertificateRecord, Expectation, Zone } from '../store/model.ts'
import type { IssuedCertificate } from './certificates.ts'

export interface Workshop {
  readonly at: Calendar
  /** The certificate's id, to write into its record. */
  readonly id: string
  /** The private authority that signs most of the fleet. */
  readonly authority: IssuedCertificate
}

/** One certificate of the fleet and what must be seen of it: the one list behind demo, tests and expectations. */
export interface Scenario {
  /** Fixes the certificate's id. Never reuse or change one: people copy ids into their configurations. */
  readonly number: number
  readonly name: string
  readonly about: string
  readonly zone: Zone
  /** Default `hostname`. */
  readonly kind?: CertificateKind
  readonly expectation: Expectation
  readonly listed?: boolean
  /** What the API answers; undefined: no such certificate. */
  make(workshop: Workshop): Promise<CertificateRecord | undefined>
}

/** A lower-case UUID. */
export function certificateId(number: number): string {
  return `5e4f1c2a-7b3d-4e60-9a8c-${String(number).padStart(12, '0')}`
}
