import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedZone } from '../inventory/snapshot.ts'

/** A zone as the exposition shows it. */
export interface DisplayedZone extends Omit<WatchedZone, 'certificates'> {
  /** By key. */
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

export const certificateAspects = ['entry', 'known', 'check', 'use'] as const
export type CertificateAspect = (typeof certificateAspects)[number]

export const hostnameAspects = ['association', 'hostname_reading'] as const

/** The parts of zones that change independently. A line is written again when an aspect that it reads has changed. */
export const aspects = [...certificateAspects, ...hostnameAspects, 'stores', 'switch', 'time'] as const
export type Aspect = (typeof aspects)[number]
