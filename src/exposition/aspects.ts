import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedZone } from '../inventory/snapshot.ts'

/** A zone as it is exposed. */
export interface DisplayedZone extends Omit<WatchedZone, 'certificates'> {
  /** By key. */
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

export const certificateAspects = ['entry', 'known', 'check', 'use'] as const
export type CertificateAspect = (typeof certificateAspects)[number]

export const hostnameAspects = ['association', 'hostname_reading'] as const

/** What can change of zones, each by itself. Lines are written again when an aspect that they read has changed. */
export const aspects = [...certificateAspects, ...hostnameAspects, 'stores', 'switch', 'time'] as const
export type Aspect = (typeof aspects)[number]
