import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { failure } from './envelope.ts'

/** The only credentials that are let in. */
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

/** The refusal, as the real API words it; undefined where the credentials are right. */
export function refusal(headers: IncomingHttpHeaders, path: string, right: Credentials): Answer | undefined {
  switch (presented(headers)) {
    case 'token':
      return tokenRefusal(headers.authorization ?? '', path, right)
    case 'key':
      return keyRefusal(String(headers['x-auth-email'] ?? ''), String(headers['x-auth-key'] ?? ''), right)
    case 'both':
      // The real API may well accept this. Here it fails, so that no client of ours ever does it unseen.
      return failure(400, [{ code: 6003, message: 'Both kinds of credentials were sent' }])
    case 'none':
      return failure(400, [{ code: 9106, message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers' }])
  }
}

function tokenRefusal(authorization: string, path: string, right: Credentials): Answer | undefined {
  if (authorization === `Bearer ${right.token}`) return undefined
  if (!wellFormedToken.test(authorization)) return invalidHeader(6111, 'Authorization')
  if (path.endsWith('/tokens/verify')) return failure(401, [{ code: 1000, message: 'Invalid API Token' }])
  return failure(403, [{ code: 9109, message: 'Invalid access token' }])
}

function keyRefusal(email: string, key: string, right: Credentials): Answer | undefined {
  if (email === right.email && key === right.key) return undefined
  if (!wellFormedEmail.test(email)) return invalidHeader(6102, 'X-Auth-Email')
  if (!wellFormedKey.test(key) && key !== right.key) return invalidHeader(6103, 'X-Auth-Key')
  return failure(403, [{ code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' }])
}

function invalidHeader(code: number, header: string): Answer {
  const error_chain = [{ code, message: `Invalid format for ${header} header` }]
  return failure(400, [{ code: 6003, message: 'Invalid request headers', error_chain }])
}
