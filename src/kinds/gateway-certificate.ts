import { gatewayCertificateForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/gateway/subresources/certificates/ */
export const gatewayCertificate = {
  scope: 'account',
  endpoints: {
    list: '/accounts/{account_id}/gateway/certificates',
    byId: '/accounts/{account_id}/gateway/certificates/{certificate_id}',
  },
  list: {},
  spreadsEmptyStores: true,
  absentCodes: 'any',
  notEntitledCodes: [1404],
  form: gatewayCertificateForm,
  pem: 'authority',
  permission: 'Account > Zero Trust > Read',
  plan: 'Zero Trust',
  use: 'answer',
  vanishing: 'in_use',
  mayBeNamed: true,
  thresholds: { warning: '90d', critical: '30d' },
  authorityThresholds: undefined,
  statuses: {
    pending_deployment: 'pending',
    pending_deletion: 'pending',
    available: 'fine',
    inactive: 'fine',
  },
  words: {
    noun: 'root certificate of Gateway',
    description: 'a root certificate that Gateway signs with when it inspects TLS',
    usedByAll: 'all devices behind Gateway',
    breaks: 'devices distrust Gateway: every page that it inspects fails',
  },
} as const satisfies KindDefinition
