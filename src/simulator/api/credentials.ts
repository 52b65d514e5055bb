import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { type ApiError, failure } from './envelope.ts'

/** `zone_read`: to list zones. `ssl_read`: everything about certificates. */
export type Permission = 'zone_read' | 'ssl_read'

/** Credentials that are let in. */
export interface Credentials {
  readonly token: string
  readonly email: string
  readonly key: string
  /** What `/user/tokens/verify` says of the token; default `active`. */
  readonly tokenStatus?: 'active' | 'disabled' | 'expired'
  /** RFC 3339. */
  readonly tokenExpiresOn?: string
  /** The token belongs to this account; default: to a user. */
  readonly accountId?: string
  /** The ids of the zones that they can see; default: every one. */
  readonly zones?: readonly string[]
  /** Default: nothing. */
  readonly lacks?: readonly Permission[]
}

/** Well-formed and worthless. */
export const defaultCredentials: Credentials = {
  token: 'simulated-token-0000000000000000000000000',
  email: 'ops@example.com',
  key: '0123456789abcdef0123456789abcdef01234',
}

/** Which kinds of credentials a request brought, right or wrong. */
export type Presented = 'none' | 'token' | 'key' | 'both'

/** Unprefixed tokens have 40 characters, those since 2026 a prefix and more. */
const wellFormedToken = /^Bearer [\w-]{40,}$/
const wellFormedKey = /^(?:[0-9a-f]{37,}|cfk_[\w-]{20,})$/
const wellFormedEmail = /^[^@\s]+@[^@\s]+$/

export function presented(headers: IncomingHttpHeaders): Presented {
  const token = headers.authorization !== undefined
  const key = headers['x-auth-key'] !== undefined || headers['x-auth-email'] !== undefined
  if (token && key) return 'both'
  if (token) return 'token'
  return key ? 'key' : 'none'
}

export function canSee({ zones }: Credentials, zoneId: string): boolean {
  return zones === undefined || zones.includes(zoneId)
}

export type Admission =
  | { readonly admitted: Credentials; readonly refusal?: undefined }
  | { readonly admitted?: undefined; readonly refusal: Answer }

/** Which of the right credentials a request brought, or the refusal as the real API words it. */
export function admit(headers: IncomingHttpHeaders, path: string, right: readonly Credentials[]): Admission {
  switch (presented(headers)) {
    case 'token':
      return admitToken(headers.authorization ?? '', path, right)
    case 'key':
      return admitKey(String(headers['x-auth-email'] ?? ''), String(headers['x-auth-key'] ?? ''), right)
    case 'both':
      // The real API may well accept this. Here it fails, so that no client of ours ever does it unseen.
      return refuse(400, { code: 6003, message: 'Both kinds of credentials were sent' })
    case 'none':
      return refuse(400, { code: 9106, message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers' })
  }
}

function admitToken(authorization: string, path: string, right: readonly Credentials[]): Admission {
  const admitted = right.find(({ token }) => authorization === `Bearer ${token}`)
  if (admitted) return { admitted }
  if (!wellFormedToken.test(authorization)) return invalidHeader(6111, 'Authorization')
  if (path.endsWith('/tokens/verify')) return refuse(401, { code: 1000, message: 'Invalid API Token' })
  return refuse(403, { code: 9109, message: 'Invalid access token' })
}

function admitKey(email: string, key: string, right: readonly Credentials[]): Admission {
  const admitted = right.find((each) => email === each.email && key === each.key)
  if (admitted) return { admitted }
  if (!wellFormedEmail.test(email)) return invalidHeader(6102, 'X-Auth-Email')
  if (!wellFormedKey.test(key) && !right.some((each) => key === each.key)) return invalidHeader(6103, 'X-Auth-Key')
  return refuse(403, { code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' })
}

function invalidHeader(code: number, header: string): Admission {
  const error_chain = [{ code, message: `Invalid format for ${header} header` }]
  return refuse(400, { code: 6003, message: 'Invalid request headers', error_chain })
}

function refuse(status: number, error: ApiError): Admission {
  return { refusal: failure(status, [error]) }
}
