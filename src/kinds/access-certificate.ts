import { accessCertificateForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/certificates/ */
export const accessCertificate = {
  scope: 'account',
  endpoints: {
    list: '/accounts/{account_id}/access/certificates',
    byId: '/accounts/{account_id}/access/certificates/{certificate_id}',
  },
  list: { pageSize: 1000 },
  spreadsEmptyStores: true,
  absentCodes: 'any',
  notEntitledCodes: [1404],
  form: accessCertificateForm,
  pem: 'none',
  permission: 'Account > Access: Mutual TLS Certificates > Read',
  plan: 'Zero Trust with mutual TLS for Access',
  use: 'own_hosts',
  mayBeNamed: true,
  thresholds: { warning: '90d', critical: '30d' },
  authorityThresholds: undefined,
  statuses: {},
  words: {
    noun: 'root certificate of Access',
    description: 'a root certificate that Access verifies the certificates of devices by',
    usedByAll: undefined,
    breaks: 'Access refuses the devices whose certificates come from it',
  },
} as const satisfies KindDefinition
