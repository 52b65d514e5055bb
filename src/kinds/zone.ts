import type { KindDefinition } from './kind.ts'
import { originPulls } from './origin-pulls.ts'

/** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
export const zone = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/origin_tls_client_auth',
    byId: '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}',
  },
  permission: originPulls.permission,
  absentCodes: originPulls.absentCodes,
  presentedFor: 'zone',
  statuses: originPulls.statuses,
  words: {
    description: 'a client certificate of Authenticated Origin Pulls for a whole zone',
    usedByAll: 'the whole zone',
    breaks: originPulls.breaks,
  },
} as const satisfies KindDefinition
