import type { Calendar } from '../api/records.ts'
import type { CertificateKind, CertificateRecord, Expectation, Zone } from '../store/model.ts'
import type { IssuedCertificate } from './certificates.ts'

export interface Workshop {
  readonly at: Calendar
  /** The certificate's id, for its record. */
  readonly id: string
  /** The private authority that signs most of the fleet. */
  readonly authority: IssuedCertificate
}

/** A certificate of the fleet with its expected state. Demo, tests and expectations all use this list. */
export interface Scenario {
  /** The certificate's fixed id. Never reuse or change one, because people copy ids into their configurations. */
  readonly number: number
  readonly name: string
  readonly about: string
  readonly zone: Zone
  /** Default `hostname`. */
  readonly kind?: CertificateKind
  readonly expectation: Expectation
  readonly listed?: boolean
  /** The API's record. Undefined if there is no such certificate. */
  make(workshop: Workshop): Promise<CertificateRecord | undefined>
}

/** A lower-case UUID. */
export function certificateId(number: number): string {
  return `5e4f1c2a-7b3d-4e60-9a8c-${String(number).padStart(12, '0')}`
}
