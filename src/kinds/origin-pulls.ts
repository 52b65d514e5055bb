import type { StatusClass, StatusWord } from './kind.ts'

/**
 * What both stores of Authenticated Origin Pulls have in common.
 * https://developers.cloudflare.com/api/resources/origin_tls_client_auth/
 */
export const originPulls = {
  permission: 'Zone > SSL and Certificates > Read',
  absentCodes: [1551, 1552],
  statuses: {
    initializing: 'pending',
    pending_deployment: 'pending',
    pending_deletion: 'pending',
    active: 'fine',
    deleted: 'off',
    deployment_timed_out: 'failed',
    deletion_timed_out: 'pending',
  },
  breaks: 'origins that verify the certificate drop the traffic',
} as const satisfies {
  readonly permission: string
  readonly absentCodes: readonly number[]
  readonly statuses: Readonly<Partial<Record<StatusWord, StatusClass>>>
  readonly breaks: string
}
