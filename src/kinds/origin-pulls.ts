import { originPullsForm } from './answer-form.ts'
import type { KindDefinition } from './kind.ts'

/**
 * What both stores of Authenticated Origin Pulls have in common.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/
 */
export const originPulls = {
  list: {},
  spreadsEmptyStores: false,
  absentCodes: [1551, 1552],
  notEntitledCodes: [],
  form: originPullsForm,
  pem: 'client',
  permission: 'Zone > SSL and Certificates > Read',
  plan: undefined,
  mayBeNamed: true,
  thresholds: undefined,
  authorityThresholds: undefined,
  statuses: {
    initializing: 'pending',
    pending_deployment: 'pending',
    pending_deletion: 'pending',
    active: 'fine',
    deleted: 'off',
    deployment_timed_out: 'failed',
    deletion_timed_out: 'pending',
  },
} as const satisfies Omit<KindDefinition, 'scope' | 'endpoints' | 'use' | 'words'>

export const originPullsWords = {
  noun: 'client certificate of Authenticated Origin Pulls',
  breaks: 'origins that verify the certificate drop the traffic',
} as const
