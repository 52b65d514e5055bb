import type { Store } from '../store/store.ts'
import type { Answer } from './answer.ts'
import { type Credentials, canSee, canSeeAccount, type Permission } from './credentials.ts'
import { failure } from './envelope.ts'

/** The path where the API begins. */
export const basePath = '/client/v4'

export interface ApiRequest {
  readonly method: string
  /** The path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Empty for a reading request. */
  readonly body: string
  readonly now: Date
}

export interface Asked extends ApiRequest {
  readonly store: Store
  readonly credentials: Credentials
  /** The variable parts of the path, such as `zone`, `id` and `hostname`, as they were sent. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface Route {
  /** Paths below `basePath`. `:name` matches one segment. The first route that matches answers. */
  readonly path: string
  answer(asked: Asked): Answer
}

export const noRoute = { code: 7000, message: 'No route for that URI' }

export function notRouted(path: string) {
  return { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` }
}

/** Whether a text has the form of the id of a zone or an account. */
export function isScopeId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

/** Allows requests for zones that the credentials can see, if they may read certificates. */
export function inZone(answer: (asked: Asked, zoneId: string) => Answer): (asked: Asked) => Answer {
  return (asked) => {
    const { parameters, path, store, credentials } = asked
    const zoneId = parameters['zone'] ?? ''
    if (!isScopeId(zoneId)) return failure(400, [notRouted(path), noRoute])
    const mayRead = store.hasZone(zoneId) && canSee(credentials, zoneId) && !credentials.lacks?.includes('ssl_read')
    return mayRead ? answer(asked, zoneId) : authenticationError()
  }
}

/** Allows requests for accounts that the credentials can see, if they have the permission. */
export function inAccount(
  permission: Permission,
  answer: (asked: Asked, accountId: string) => Answer,
): (asked: Asked) => Answer {
  return (asked) => {
    const { parameters, path, store, credentials } = asked
    const accountId = parameters['account'] ?? ''
    if (!isScopeId(accountId)) return failure(400, [notRouted(path), noRoute])
    const isThere = store.resources.hasAccount(accountId) && canSeeAccount(credentials, accountId)
    return isThere && !credentials.lacks?.includes(permission) ? answer(asked, accountId) : authenticationError()
  }
}

function authenticationError(): Answer {
  return failure(403, [{ code: 10000, message: 'Authentication error' }], 'short')
}
