import type { CertificateKind } from '../store/model.ts'
import type { Store } from '../store/store.ts'
import type { Answer } from './answer.ts'
import { associationRecord } from './association-record.ts'
import type { Credentials } from './credentials.ts'
import { failure, list, single } from './envelope.ts'
import { resourceRoutes } from './resource-routes.ts'
import { type ApiRequest, type Asked, basePath, inZone, isScopeId, noRoute, notRouted, type Route } from './route.ts'
import { writeRoutes } from './write-routes.ts'
import { getZone, listZones } from './zone-list.ts'

const codes = { hostname: 1551, zone: 1552, association: 1553 } as const

const originPulls = '/zones/:zone/origin_tls_client_auth'

const routes: readonly Route[] = [
  {
    path: '/user',
    answer: ({ credentials }) => single({ id: 'd7ee4fcd34a84b7a8a5c6c3b1a8d0f11', email: credentials.email }),
  },
  { path: '/user/tokens/verify', answer: (asked) => verifyToken(asked, undefined) },
  { path: '/accounts/:account/tokens/verify', answer: (asked) => verifyToken(asked, asked.parameters['account']) },
  { path: '/zones', answer: ({ store, query, credentials }) => listZones(store.zones(), query, credentials) },
  {
    path: '/zones/:zone',
    answer: ({ store, parameters, credentials, path }) => zoneAlone(store, parameters['zone'] ?? '', credentials, path),
  },
  {
    path: `${originPulls}/hostnames/certificates`,
    answer: inZone((asked, zone) => listCertificates(asked, 'hostname', zone)),
  },
  {
    path: `${originPulls}/hostnames/certificates/:id`,
    answer: inZone((asked, zone) => getCertificate(asked, 'hostname', zone)),
  },
  { path: `${originPulls}/hostnames/:hostname`, answer: inZone(getAssociation) },
  { path: `${originPulls}/settings`, answer: inZone(getSettings) },
  { path: '/zones/:zone/settings/tls_client_auth', answer: inZone(getSharedCertificateSetting) },
  ...resourceRoutes,
  { path: originPulls, answer: inZone((asked, zone) => listCertificates(asked, 'zone', zone)) },
  { path: `${originPulls}/:id`, answer: inZone((asked, zone) => getCertificate(asked, 'zone', zone)) },
]

const compiled = [...routes.map((route) => ({ ...route, method: 'GET' })), ...writeRoutes].map((route) => ({
  ...route,
  pattern: new RegExp(`^${basePath}${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}))

/** Answers a request with accepted credentials. */
export function answerTo(request: ApiRequest, store: Store, credentials: Credentials): Answer {
  const { method, path } = request
  const route = compiled.find((each) => each.method === method && each.pattern.test(path))
  if (!route)
    return compiled.some(({ pattern }) => pattern.test(path))
      ? failure(405, [{ code: 7001, message: `Method ${method} not available for that URI.` }])
      : failure(400, [notRouted(path), noRoute])
  const parameters = route.pattern.exec(path)?.groups ?? {}
  return route.answer({ ...request, store, credentials, parameters })
}

function zoneAlone(store: Store, zoneId: string, credentials: Credentials, path: string): Answer {
  if (!isScopeId(zoneId)) return failure(400, [notRouted(path), noRoute])
  return getZone(store.zones(), zoneId, credentials)
}

function listCertificates({ store }: Asked, kind: CertificateKind, zoneId: string): Answer {
  return list(store.listed(kind, zoneId), kind === 'zone' ? 'null' : 'list')
}

function getCertificate({ store, parameters }: Asked, kind: CertificateKind, zoneId: string): Answer {
  const record = store.certificate({ kind, zoneId, certificateId: parameters['id'] ?? '' })?.record
  return record ? single(record) : failure(404, [{ code: codes[kind], message: 'certificate not found' }])
}

function getAssociation({ store, parameters, path }: Asked, zoneId: string): Answer {
  const hostname = decoded(parameters['hostname'] ?? '')
  if (hostname === undefined) return failure(400, [notRouted(path), noRoute])
  const association = store.association(zoneId, hostname)
  if (association === undefined)
    return failure(404, [{ code: codes.association, message: 'setting for this hostname not found' }])
  const { certificateId } = association
  return single(associationRecord(association, store.certificate({ kind: 'hostname', zoneId, certificateId })?.record))
}

/** Undefined for a percent sign without digits. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function getSettings({ store }: Asked, zoneId: string): Answer {
  return single({ enabled: store.zoneStoreEnabled(zoneId) })
}

/** The setting of Cloudflare's shared certificate. It is always off here. */
function getSharedCertificateSetting(): Answer {
  return single({ id: 'tls_client_auth', value: 'off', editable: true, modified_on: null })
}

/** @param account the account whose endpoint was asked, or undefined for the user's */
function verifyToken({ credentials }: Asked, account: string | undefined): Answer {
  if (credentials.accountId !== account) return failure(401, [{ code: 1000, message: 'Invalid API Token' }])
  const { tokenStatus: status = 'active', tokenExpiresOn: expires_on } = credentials
  const messages =
    status === 'active' ? [{ code: 10000, message: 'This API Token is valid and active', type: null }] : []
  return single({ id: 'ed17574386854bf78a67040be0a770b0', status, expires_on }, messages)
}
