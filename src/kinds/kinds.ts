import { hostname } from './hostname.ts'
import type { KindDefinition, PresentedFor, Scope } from './kind.ts'
import { zone } from './zone.ts'

/** Every kind of certificate that can be watched. A new kind is one more file and one more row here. */
const table = { hostname, zone } as const satisfies Record<string, KindDefinition>

export type CertificateKind = keyof typeof table

/** What each kind is. */
export const kinds: Readonly<Record<CertificateKind, KindDefinition>> = table

export const certificateKinds = ['hostname', 'zone'] as const satisfies readonly CertificateKind[]

/** What an entry of `zones` or `discover_zones` reads that names no kinds. More kinds would ask for more permissions at an upgrade. */
export const kindsReadByDefault = ['hostname', 'zone'] as const satisfies readonly CertificateKind[]

/** The kind of an entry that names none. */
export const defaultKind = 'hostname' satisfies CertificateKind

/** The only kind whose certificates are presented so. */
export const kindPresentedFor = { hostnames: 'hostname', zone: 'zone' } as const satisfies Record<
  PresentedFor,
  CertificateKind
>

/** The paths of every kind, for what counts requests by endpoint. */
export type KindEndpoint = (typeof table)[CertificateKind]['endpoints']['list' | 'byId']

export function isCertificateKind(word: string): word is CertificateKind {
  return Object.hasOwn(table, word)
}

/** The endpoints of a kind, as literal types. */
export function endpointsOf(kind: CertificateKind): (typeof table)[CertificateKind]['endpoints'] {
  return table[kind].endpoints
}

/** What Cloudflare's API calls the id of a place. Labels, logs and JSON call it so too. */
export const idNames = { zone: 'zone_id', account: 'account_id' } as const satisfies Record<Scope, string>

export function isPresentedFor(kind: CertificateKind, what: PresentedFor): boolean {
  return kinds[kind].presentedFor === what
}

/** Whether Cloudflare presents certificates of the kind to origins at all. */
export function reachesOrigins(kind: CertificateKind): boolean {
  return kinds[kind].presentedFor !== undefined
}
