import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedAccount, WatchedZone } from '../inventory/snapshot.ts'

interface DisplayedCertificates {
  /** By key. */
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

/** A zone as the exposition shows it. */
export type DisplayedZone = Omit<WatchedZone, 'certificates'> & DisplayedCertificates

/** An account as the exposition shows it. */
export type DisplayedAccount = Omit<WatchedAccount, 'certificates'> & DisplayedCertificates

export type DisplayedPlace = DisplayedZone | DisplayedAccount

export const certificateAspects = ['entry', 'known', 'check', 'use', 'trust'] as const
export type CertificateAspect = (typeof certificateAspects)[number]

export const hostnameAspects = ['association', 'hostname_reading'] as const

/** The parts of places that change independently. A line is written again when an aspect that it reads has changed. */
export const aspects = [...certificateAspects, ...hostnameAspects, 'stores', 'switch', 'time'] as const
export type Aspect = (typeof aspects)[number]
