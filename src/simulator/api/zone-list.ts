import { exampleAccount } from '../fleet/zones.ts'
import type { Zone } from '../store/model.ts'
import type { Answer, JsonObject } from './answer.ts'
import { type Credentials, canSee } from './credentials.ts'
import { failure, single } from './envelope.ts'
import { askedPage } from './paging.ts'

/** The limits in the documentation of `GET /zones`. */
const perPage = { least: 5, most: 50, fallback: 20 } as const

/**
 * `GET /zones`: the zones that the credentials can see. Filters match exactly. The operators of the API (`contains:`…) are not simulated.
 */
export function listZones(zones: readonly Zone[], query: URLSearchParams, credentials: Credentials): Answer {
  if (credentials.lacks?.includes('zone_read')) return failure(403, [lacksZoneList])
  const asked = zones.filter((zone) => canSee(credentials, zone.id) && matches(zone, query))
  return askedPage(asked.map(zoneObject), query, perPage)
}

/** `GET /zones/{zone_id}`. No recording shows the answer for a removed zone, so it is the same as for a zone of somebody else. */
export function getZone(zones: readonly Zone[], zoneId: string, credentials: Credentials): Answer {
  const zone = zones.find(({ id }) => id === zoneId)
  const mayRead = zone && canSee(credentials, zoneId) && !credentials.lacks?.includes('zone_read')
  return mayRead ? single(zoneObject(zone)) : failure(403, [unauthorized])
}

const unauthorized = { code: 9109, message: 'Unauthorized to access requested resource' }

const lacksZoneList = {
  code: 0,
  message:
    "Actor 'com.cloudflare.api.token.ed17574386854bf78a67040be0a770b0' requires permission 'com.cloudflare.api.account.zone.list' to list zones",
}

function matches({ name, account = exampleAccount, status = 'active' }: Zone, query: URLSearchParams): boolean {
  const wanted = { name, 'account.id': account.id, status }
  return Object.entries(wanted).every(([filter, value]) => (query.get(filter) ?? value) === value)
}

/** The fields of the recordings. Fields that can be null are null, and long fields that are the same for every zone are left out. */
function zoneObject({
  id,
  name,
  status = 'active',
  paused = false,
  account = exampleAccount,
  ...zone
}: Zone): JsonObject {
  return {
    id,
    name,
    status,
    paused,
    type: 'full',
    development_mode: 0,
    name_servers: ['leah.ns.cloudflare.com', 'peyton.ns.cloudflare.com'],
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    modified_on: '2023-06-20T09:43:50.808668Z',
    created_on: '2019-08-21T18:04:33.079522Z',
    activated_on: status === 'active' ? '2019-08-26T21:24:57.885581Z' : null,
    vanity_name_servers: [],
    vanity_name_servers_ips: null,
    meta: {
      step: 2,
      custom_certificate_quota: zone.customCertificateQuota ?? 1,
      page_rule_quota: 100,
      phishing_detected: false,
    },
    owner: { id: account.id, type: 'organization', name: account.name },
    account: { id: account.id, name: account.name },
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions: ['#ssl:read', '#zone:read'],
    plan: { id: '94f3b7b768b0458b56d2cac4fe5ec0f9', name: 'Enterprise Website', price: 0, currency: 'USD' },
  }
}
