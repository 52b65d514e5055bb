import { customCertificateForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/** https://developers.cloudflare.com/api/resources/custom_certificates/ */
export const customCertificate = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/custom_certificates',
    byId: '/zones/{zone_id}/custom_certificates/{certificate_id}',
  },
  list: { pageSize: 50 },
  spreadsEmptyStores: true,
  quotaField: 'custom_certificate_quota',
  absentCodes: 'any',
  notEntitledCodes: [1011],
  form: customCertificateForm,
  pem: 'none',
  permission: 'Zone > SSL and Certificates > Read',
  plan: 'Business or Enterprise',
  use: 'covered_hosts',
  vanishing: 'hosts',
  mayBeNamed: false,
  thresholds: undefined,
  authorityThresholds: undefined,
  statuses: {
    initializing: 'pending',
    pending: 'pending',
    active: 'fine',
    expired: 'ended',
    deleted: 'off',
  },
  words: {
    noun: 'uploaded edge certificate',
    description: 'an edge certificate that you uploaded: visitors see it',
    usedByAll: undefined,
    breaks: 'visitors of its hosts get errors',
  },
} as const satisfies KindDefinition
