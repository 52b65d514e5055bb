import { customTrustStoreForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/** https://developers.cloudflare.com/api/resources/acm/subresources/custom_trust_store/ */
export const customTrustStore = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/acm/custom_trust_store',
    byId: '/zones/{zone_id}/acm/custom_trust_store/{certificate_id}',
  },
  list: { pageSize: 50 },
  spreadsEmptyStores: true,
  absentCodes: 'any',
  notEntitledCodes: [1450],
  form: customTrustStoreForm,
  pem: 'authority',
  permission: 'Zone > SSL and Certificates > Read',
  plan: 'Advanced Certificate Manager',
  use: 'renewed_root',
  vanishing: 'any_root',
  mayBeNamed: true,
  thresholds: { warning: '90d', critical: '30d' },
  authorityThresholds: undefined,
  statuses: {
    initializing: 'pending',
    pending_deployment: 'pending',
    pending_deletion: 'pending',
    active: 'fine',
    expired: 'ended',
    deleted: 'off',
  },
  words: {
    noun: 'root certificate of the origin trust store',
    description: "a root certificate that Cloudflare verifies the zone's origins by, in place of the public ones",
    usedByAll: "the zone's origins",
    breaks: 'origins whose certificate comes from it cannot be verified: visitors get HTTP 526',
  },
} as const satisfies KindDefinition
