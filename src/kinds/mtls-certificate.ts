import { mtlsCertificateForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/** https://developers.cloudflare.com/api/resources/mtls_certificates/ */
export const mtlsCertificate = {
  scope: 'account',
  endpoints: {
    list: '/accounts/{account_id}/mtls_certificates',
    byId: '/accounts/{account_id}/mtls_certificates/{certificate_id}',
    associations: '/accounts/{account_id}/mtls_certificates/{certificate_id}/associations',
  },
  // The others are those of Access and Gateway.
  list: { query: { type: 'custom' } },
  spreadsEmptyStores: true,
  absentCodes: 'any',
  notEntitledCodes: [1404],
  form: mtlsCertificateForm,
  pem: 'as_answered',
  permission: 'Account > SSL and Certificates > Read',
  plan: 'Enterprise for certificates of an authority of your own',
  use: 'associations',
  mayBeNamed: true,
  thresholds: undefined,
  authorityThresholds: { warning: '90d', critical: '30d' },
  statuses: {},
  words: {
    noun: "certificate of the account's mTLS store",
    description:
      'a certificate in the mTLS store of an account: an authority that clients are verified by, or one that a Worker presents',
    usedByAll: 'a service of Cloudflare',
    breaks: 'clients are refused, or the upstream of a Worker or of Hyperdrive refuses the connection',
  },
} as const satisfies KindDefinition
