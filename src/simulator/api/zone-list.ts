import { exampleAccount } from '../fleet/zones.ts'
import type { Zone } from '../store/model.ts'
import type { Answer, JsonObject } from './answer.ts'
import { type Credentials, canSee } from './credentials.ts'
import { failure, page, single } from './envelope.ts'

/** What the documentation of `GET /zones` allows. */
const perPage = { least: 5, most: 50, fallback: 20 } as const

/** `GET /zones`: those that the credentials can see. Filters match exactly: the API's operators (`contains:`…) are not played. */
export function listZones(zones: readonly Zone[], query: URLSearchParams, credentials: Credentials): Answer {
  if (credentials.lacks?.includes('zone_read')) return failure(403, [lacksZoneList])
  const number = wholeNumber(query.get('page'), 1)
  const size = wholeNumber(query.get('per_page'), perPage.fallback)
  // No recording has this error; its code is ours.
  if (number < 1) return failure(400, [{ code: 1099, message: 'page must be at least 1' }])
  if (!(size >= perPage.least && size <= perPage.most))
    return failure(400, [{ code: 1099, message: `per_page must be between ${perPage.least} and ${perPage.most}` }])
  const asked = zones.filter((zone) => canSee(credentials, zone.id) && matches(zone, query))
  return page(asked.map(zoneObject), number, size)
}

/** `GET /zones/{zone_id}`. What the API says of a zone that was removed is in no recording: here the same as of a foreign one. */
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

/** Zero, which no bound allows, where it is none. */
function wholeNumber(text: string | null, fallback: number): number {
  if (text === null) return fallback
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

function matches({ name, account = exampleAccount, status = 'active' }: Zone, query: URLSearchParams): boolean {
  const wanted = { name, 'account.id': account.id, status }
  return Object.entries(wanted).every(([filter, value]) => (query.get(filter) ?? value) === value)
}

/** The fields of the recordings, those that may be null as null, less what is the same for every zone and long. */
function zoneObject({ id, name, status = 'active', paused = false, account = exampleAccount }: Zone): JsonObject {
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
    meta: { step: 2, custom_certificate_quota: 1, page_rule_quota: 100, phishing_detected: false },
    owner: { id: account.id, type: 'organization', name: account.name },
    account: { id: account.id, name: account.name },
    tenant: { id: null, name: null },
    tenant_unit: { id: null },
    permissions: ['#ssl:read', '#zone:read'],
    plan: { id: '94f3b7b768b0458b56d2cac4fe5ec0f9', name: 'Enterprise Website', price: 0, currency: 'USD' },
  }
}
