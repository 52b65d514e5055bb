import type { KindDefinition } from './kind.ts'
import { originPulls, originPullsWords } from './origin-pulls.ts'

/** https://developers.cloudflare.com/api/resources/origin_tls_client_auth/subresources/hostname_certificates/ */
export const hostname = {
  scope: 'zone',
  endpoints: {
    list: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates',
    byId: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}',
  },
  ...originPulls,
  use: 'hostnames',
  words: {
    noun: originPullsWords.noun,
    description: 'a client certificate of Authenticated Origin Pulls that is assigned to single hostnames',
    usedByAll: undefined,
    breaks: originPullsWords.breaks,
  },
} as const satisfies KindDefinition
