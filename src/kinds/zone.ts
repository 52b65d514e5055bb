import type { KindDefinition } from './kind.ts'
import { originPulls, originPullsWords } from './origin-pulls.ts'

/** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/ */
export const zone = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/origin_tls_client_auth',
    byId: '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}',
  },
  ...originPulls,
  use: 'zone',
  words: {
    noun: originPullsWords.noun,
    description: 'a client certificate of Authenticated Origin Pulls for a whole zone',
    usedByAll: 'the whole zone',
    breaks: originPullsWords.breaks,
  },
} as const satisfies KindDefinition
