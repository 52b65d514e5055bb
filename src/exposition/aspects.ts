import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { WatchedAccount, WatchedZone } from '../inventory/snapshot.ts'
import type { WatchedBundle } from '../inventory/watched-bundle.ts'

interface DisplayedCertificates {
  /** By key. */
  readonly certificates: ReadonlyMap<string, DisplayedCertificate>
}

/** A zone as the exposition shows it. */
export type DisplayedZone = Omit<WatchedZone, 'certificates'> & DisplayedCertificates

/** An account as the exposition shows it. */
export type DisplayedAccount = Omit<WatchedAccount, 'certificates'> & DisplayedCertificates

/** A zone, an account or a CA file as the exposition shows it. Nothing is listed in a CA file. */
export type DisplayedPlace = DisplayedZone | DisplayedAccount | WatchedBundle

const noStores: DisplayedAccount['stores'] = new Map()

export function storesIn(place: DisplayedPlace): DisplayedAccount['stores'] {
  return place.scope === 'bundle' ? noStores : place.stores
}

export const certificateAspects = ['entry', 'known', 'check', 'use', 'trust'] as const
export type CertificateAspect = (typeof certificateAspects)[number]

export const hostnameAspects = ['association', 'hostname_reading'] as const

/** The parts of places that change independently. A line is written again when an aspect that it reads has changed. */
export const aspects = [...certificateAspects, ...hostnameAspects, 'stores', 'switch', 'time'] as const
export type Aspect = (typeof aspects)[number]
