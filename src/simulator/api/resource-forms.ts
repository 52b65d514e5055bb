import type { ResourceName, ResourceRecord } from '../store/resource.ts'
import type { Permission } from './credentials.ts'
import type { PageSizes } from './paging.ts'

/** How the API answers for one resource. */
export interface ResourceForm {
  readonly scope: 'zone' | 'account'
  /** Below `/zones/{zone_id}` or `/accounts/{account_id}`. */
  readonly path: string
  readonly permission: Permission
  /** The code of the 404 for an unknown id. Where no recording has one, the number is made up. */
  readonly absent: number
  /** The code of the refusal where the plan does not include the resource. */
  readonly notInPlan: number
  /** `one`: a single page with its totals, whatever is asked for. `plain`: no totals either. */
  readonly pages: PageSizes | 'one' | 'plain'
  /** The filters of the list. */
  readonly selects?: (record: ResourceRecord, query: URLSearchParams) => boolean
}

const zonePages = { least: 5, most: 50, fallback: 20 } as const

/** From https://developers.cloudflare.com/api/, one entry a resource. */
export const resourceForms: Readonly<Record<ResourceName, ResourceForm>> = {
  custom_certificates: {
    scope: 'zone',
    path: '/custom_certificates',
    permission: 'ssl_read',
    absent: 1002,
    notInPlan: 1011,
    pages: zonePages,
    selects: ({ status }, query) => query.get('status') === null || query.get('status') === status,
  },
  custom_trust_store: {
    scope: 'zone',
    path: '/acm/custom_trust_store',
    permission: 'ssl_read',
    absent: 1460,
    notInPlan: 1450,
    pages: zonePages,
  },
  certificate_packs: {
    scope: 'zone',
    path: '/ssl/certificate_packs',
    permission: 'ssl_read',
    absent: 1408,
    notInPlan: 1450,
    pages: zonePages,
    // Without it the list has active packs only: those that fail to renew are missing.
    selects: ({ status }, query) => query.get('status') === 'all' || status === 'active',
  },
  mtls_certificates: {
    scope: 'account',
    path: '/mtls_certificates',
    permission: 'account_ssl_read',
    absent: 1461,
    notInPlan: 1404,
    pages: 'one',
    selects: ({ type }, query) => {
      const wanted = query.getAll('type').flatMap((list) => list.split(','))
      return wanted.length === 0 || wanted.includes(String(type))
    },
  },
  access_certificates: {
    scope: 'account',
    path: '/access/certificates',
    permission: 'access_mtls_read',
    absent: 12_112,
    notInPlan: 1404,
    pages: { least: 1, most: 1000, fallback: 50 },
  },
  gateway_certificates: {
    scope: 'account',
    path: '/gateway/certificates',
    permission: 'zero_trust_read',
    absent: 2214,
    notInPlan: 1404,
    pages: 'plain',
  },
}
