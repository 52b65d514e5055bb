import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { type ApiError, failure } from './envelope.ts'

/**
 * What a token may read. `zone_read`: the list of zones. `ssl_read`: the certificates of zones. `account_ssl_read`: the mTLS store of
 * accounts. `access_mtls_read`: the certificates of Access. `zero_trust_read`: the certificates of Gateway.
 */
export type Permission = 'zone_read' | 'ssl_read' | 'account_ssl_read' | 'access_mtls_read' | 'zero_trust_read'

/** The accepted credentials. */
export interface Credentials {
  readonly token: string
  readonly email: string
  readonly key: string
  /** The answer of `/user/tokens/verify` for the token. Default `active`. */
  readonly tokenStatus?: 'active' | 'disabled' | 'expired'
  /** RFC 3339. */
  readonly tokenExpiresOn?: string
  /** The account that owns the token. By default a user owns it. */
  readonly accountId?: string
  /** The ids of the zones that the credentials can see. By default all zones. */
  readonly zones?: readonly string[]
  /** The ids of the visible accounts. Default: all. */
  readonly accounts?: readonly string[]
  /** Missing permissions. None by default. */
  readonly lacks?: readonly Permission[]
}

/** A well-formed token that is not valid. */
export const defaultCredentials: Credentials = {
  token: 'simulated-token-0000000000000000000000000',
  email: 'ops@example.com',
  key: '0123456789abcdef0123456789abcdef01234',
}

/** The kinds of credentials in a request, right or wrong. */
export type Presented = 'none' | 'token' | 'key' | 'both'

/** Tokens without a prefix have 40 characters. Tokens since 2026 have a prefix and are longer. */
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

export function canSeeAccount({ accounts }: Credentials, accountId: string): boolean {
  return accounts === undefined || accounts.includes(accountId)
}

export type Admission =
  | { readonly admitted: Credentials; readonly refusal?: undefined }
  | { readonly admitted?: undefined; readonly refusal: Answer }

/** The accepted credentials of a request, or a refusal in the words of the real API. */
export function admit(headers: IncomingHttpHeaders, path: string, right: readonly Credentials[]): Admission {
  switch (presented(headers)) {
    case 'token':
      return admitToken(headers.authorization ?? '', path, right)
    case 'key':
      return admitKey(String(headers['x-auth-email'] ?? ''), String(headers['x-auth-key'] ?? ''), right)
    case 'both':
      // The real API may accept this. It fails here, so that our client never does it unnoticed.
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
