import type { KindDefinition } from './kind.ts'
import { originPulls } from './origin-pulls.ts'

/** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostname_certificates/ */
export const hostname = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates',
    byId: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}',
  },
  permission: originPulls.permission,
  absentCodes: originPulls.absentCodes,
  presentedFor: 'hostnames',
  statuses: originPulls.statuses,
  words: {
    description: 'a client certificate of Authenticated Origin Pulls that is assigned to single hostnames',
    usedByAll: undefined,
    breaks: originPulls.breaks,
  },
} as const satisfies KindDefinition
