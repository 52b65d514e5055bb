import type { Answer } from './answer.ts'
import type { Credentials } from './credentials.ts'
import { failure, list, single } from './envelope.ts'
import type { CertificateKind } from './model.ts'
import type { Store } from './store.ts'

/** Where the API begins. */
export const basePath = '/client/v4'

interface Asked {
  readonly store: Store
  readonly credentials: Credentials
  /** The variable parts of the path: `zone`, `id`. */
  readonly parameters: Readonly<Record<string, string>>
  readonly path: string
}

interface Route {
  /** Below `basePath`; `:name` takes one segment. The first route that matches answers. */
  readonly path: string
  answer(asked: Asked): Answer
}

const codes = { hostname: 1551, zone: 1552 } as const

const routes: readonly Route[] = [
  { path: '/user/tokens/verify', answer: (asked) => verifyToken(asked, undefined) },
  { path: '/accounts/:account/tokens/verify', answer: (asked) => verifyToken(asked, asked.parameters['account']) },
  {
    path: '/zones/:zone/origin_tls_client_auth/hostnames/certificates',
    answer: inZone((asked, zone) => listCertificates(asked, 'hostname', zone)),
  },
  {
    path: '/zones/:zone/origin_tls_client_auth/hostnames/certificates/:id',
    answer: inZone((asked, zone) => getCertificate(asked, 'hostname', zone)),
  },
  {
    path: '/zones/:zone/origin_tls_client_auth',
    answer: inZone((asked, zone) => listCertificates(asked, 'zone', zone)),
  },
  {
    path: '/zones/:zone/origin_tls_client_auth/:id',
    answer: inZone((asked, zone) => getCertificate(asked, 'zone', zone)),
  },
]

const compiled = routes.map(({ path, answer }) => ({
  pattern: new RegExp(`^${basePath}${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  answer,
}))

/** What the API answers to a request that it lets in. */
export function answerTo(method: string, path: string, store: Store, credentials: Credentials): Answer {
  for (const { pattern, answer } of compiled) {
    const match = pattern.exec(path)
    if (match === null) continue
    if (method !== 'GET') return failure(405, [{ code: 7001, message: `Method ${method} not available for that URI.` }])
    return answer({ store, credentials, path, parameters: match.groups ?? {} })
  }
  return failure(400, [notRouted(path), noRoute])
}

const noRoute = { code: 7000, message: 'No route for that URI' }

function notRouted(path: string) {
  return { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` }
}

/** Lets through what names a zone that the credentials can see. */
function inZone(answer: (asked: Asked, zoneId: string) => Answer): (asked: Asked) => Answer {
  return (asked) => {
    const zoneId = asked.parameters['zone'] ?? ''
    if (!/^[0-9a-f]{32}$/.test(zoneId)) return failure(400, [notRouted(asked.path), noRoute])
    if (!asked.store.hasZone(zoneId)) return failure(403, [{ code: 10000, message: 'Authentication error' }], 'short')
    return answer(asked, zoneId)
  }
}

function listCertificates({ store }: Asked, kind: CertificateKind, zoneId: string): Answer {
  const listed = store.certificates(kind, zoneId).filter((each) => each.listed !== false)
  const records = listed.flatMap(({ record }) => (record ? [record] : []))
  return list(records, kind === 'zone' ? 'null' : 'list')
}

function getCertificate({ store, parameters }: Asked, kind: CertificateKind, zoneId: string): Answer {
  const record = store.certificate({ kind, zoneId, certificateId: parameters['id'] ?? '' })?.record
  return record ? single(record) : failure(404, [{ code: codes[kind], message: 'certificate not found' }])
}

/** @param account whose endpoint was asked; undefined: the user's */
function verifyToken({ credentials }: Asked, account: string | undefined): Answer {
  if (credentials.accountId !== account) return failure(401, [{ code: 1000, message: 'Invalid API Token' }])
  const { tokenStatus: status = 'active', tokenExpiresOn: expires_on } = credentials
  const messages =
    status === 'active' ? [{ code: 10000, message: 'This API Token is valid and active', type: null }] : []
  return single({ id: 'ed17574386854bf78a67040be0a770b0', status, expires_on }, messages)
}
