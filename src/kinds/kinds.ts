import { accessCertificate } from './access-certificate.ts'
import { customCertificate } from './custom-certificate.ts'
import { customTrustStore } from './custom-trust-store.ts'
import { gatewayCertificate } from './gateway-certificate.ts'
import { hostname } from './hostname.ts'
import type { KindDefinition, PresentedFor, Scope } from './kind.ts'
import { mtlsCertificate } from './mtls-certificate.ts'
import { zone } from './zone.ts'

/** Every kind of certificate that can be watched. A new kind is one more file and one more row here. */
const table = {
  hostname,
  zone,
  custom_certificate: customCertificate,
  custom_trust_store: customTrustStore,
  mtls_certificate: mtlsCertificate,
  access_certificate: accessCertificate,
  gateway_certificate: gatewayCertificate,
} as const satisfies Record<string, KindDefinition>

export type CertificateKind = keyof typeof table

/** What each kind is. */
export const kinds: Readonly<Record<CertificateKind, KindDefinition>> = table

export const certificateKinds = Object.keys(table).filter(isCertificateKind)

/** The kinds whose certificates are kept in a zone, or in an account. */
export const kindsOfScope: Readonly<Record<Scope, readonly CertificateKind[]>> = {
  zone: certificateKinds.filter((kind) => kinds[kind].scope === 'zone'),
  account: certificateKinds.filter((kind) => kinds[kind].scope === 'account'),
}

/** What an entry of `zones` or `discover_zones` reads that names no kinds. More kinds would ask for more permissions at an upgrade. */
export const kindsReadByDefault = ['hostname', 'zone'] as const satisfies readonly CertificateKind[]

/** The kind of an entry of `certificates` that names none. */
export const defaultKind = 'hostname' satisfies CertificateKind

/** The only kind whose certificates are presented so. */
export const kindPresentedFor = { hostnames: 'hostname', zone: 'zone' } as const satisfies Record<
  PresentedFor,
  CertificateKind
>

/** The paths of every kind, for what counts requests by endpoint. */
export type KindEndpoint =
  | (typeof table)[CertificateKind]['endpoints']['list' | 'byId']
  | (typeof mtlsCertificate)['endpoints']['associations']

export function isCertificateKind(word: string): word is CertificateKind {
  return Object.hasOwn(table, word)
}

/** The endpoints of a kind, as literal types. */
export function endpointsOf(kind: CertificateKind): (typeof table)[CertificateKind]['endpoints'] {
  return table[kind].endpoints
}

/** Where it is asked which services use a certificate. Undefined where the kind has no such endpoint. */
export function associationsEndpointOf(kind: CertificateKind): KindEndpoint | undefined {
  const endpoints = endpointsOf(kind)
  return 'associations' in endpoints ? endpoints.associations : undefined
}

/** What Cloudflare's API calls the id of a place. Labels, logs and JSON call it so too. */
export const idNames = { zone: 'zone_id', account: 'account_id' } as const satisfies Record<Scope, string>

export function isPresentedFor(kind: CertificateKind, what: PresentedFor): boolean {
  return kinds[kind].use === what
}

/** Whether Cloudflare presents certificates of the kind to origins at all. */
export function reachesOrigins(kind: CertificateKind): boolean {
  return isPresentedFor(kind, 'hostnames') || isPresentedFor(kind, 'zone')
}
