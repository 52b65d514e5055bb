import type { UnixSeconds } from '../certificate/model.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { Successor } from '../judgement/successors.ts'
import type { CertificateAspect } from './aspects.ts'
import type { Sample } from './family.ts'

interface CertificateSeries {
  readonly name: string
  readonly help: string
}

/** A family whose lines are kept until something changes. */
export type CertificateFamily = CertificateSeries & {
  /** The parts of a certificate that its lines are written from. They are written again when one of these or the entry changes. */
  readonly reads: readonly CertificateAspect[]
} & (UntimedSamples | TimedSamples)

/** What a certificate should have been replaced by. */
export type SuccessorOf = (certificate: DisplayedCertificate) => Successor | undefined

interface UntimedSamples {
  readonly samples: (certificate: DisplayedCertificate) => readonly Sample[]
  readonly changesAt?: never
}

/** Samples that also depend on the time. Without `changesAt` the compiler refuses `now`: the kept lines would grow old unnoticed. */
interface TimedSamples {
  readonly samples: (certificate: DisplayedCertificate, now: UnixSeconds, successorOf: SuccessorOf) => readonly Sample[]
  /** The moments at which the samples change by time alone. */
  readonly changesAt: (certificate: DisplayedCertificate, successorOf: SuccessorOf) => readonly UnixSeconds[]
}
