import { certificateKinds, defaultKind, endpointsOf, type KindEndpoint, kinds } from '../kinds/kinds.ts'

/**
 * Which certificate a hostname uses: its association. Like all of these, a path of Cloudflare's API v4 below `/client/v4`.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostnames/
 */
export const associationEndpoint = '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}'

/** What serves the zone's hosts at the edge. https://developers.cloudflare.com/api/resources/ssl/subresources/certificate_packs/ */
export const packsEndpoint = '/zones/{zone_id}/ssl/certificate_packs'

/** Whether the zone's own store is on. */
export const zoneSettingsEndpoint = '/zones/{zone_id}/origin_tls_client_auth/settings'

/** https://developers.cloudflare.com/api/resources/zones/methods/list/ */
export const zonesEndpoint = '/zones'

/** https://developers.cloudflare.com/api/resources/zones/methods/get/ */
export const zoneEndpoint = '/zones/{zone_id}'

/** https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/, and the same for accounts. */
export const tokenEndpoint = {
  user: '/user/tokens/verify',
  account: '/accounts/{account_id}/tokens/verify',
} as const

export type Endpoint =
  | KindEndpoint
  | typeof associationEndpoint
  | typeof packsEndpoint
  | typeof zoneSettingsEndpoint
  | typeof zonesEndpoint
  | typeof zoneEndpoint
  | (typeof tokenEndpoint)[keyof typeof tokenEndpoint]

/** Whether an endpoint verifies a credential. */
export function isVerification(endpoint: Endpoint): boolean {
  return endpoint === tokenEndpoint.user || endpoint === tokenEndpoint.account
}

/** Whether what an endpoint is asked for belongs to an account. */
export function isOfAccount(endpoint: Endpoint): boolean {
  return endpoint.startsWith('/accounts/')
}

/** Fills an endpoint's placeholders. */
export function expand(endpoint: Endpoint, values: Readonly<Record<string, string>>): string {
  return endpoint.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

/** The permission that a token needs for an endpoint, in the words of Cloudflare's dashboard. */
export function permissionFor(endpoint: Endpoint): string {
  if (endpoint === zonesEndpoint || endpoint === zoneEndpoint) return 'Zone > Zone > Read'
  const kind = certificateKinds.find((kind) => Object.values(endpointsOf(kind)).some((path) => path === endpoint))
  return kinds[kind ?? defaultKind].permission
}
