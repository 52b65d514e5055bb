import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Reply } from './routes.ts'

const malformed: Reply = { status: 400, body: 'expected one Host header with a name or an address\n' }
const unknown: Reply = {
  status: 421,
  body: 'no such host here: server.allowed_hosts in the configuration names them\n',
}

/**
 * The answer to a request that names no host of ours: 400 for two of them or a malformed one (RFC 9112, 3.2), 421 for a name
 * that is not allowed. A page of another site can make a browser ask for its own name at our address (DNS rebinding), never
 * for an IP address or `localhost`.
 */
export function hostFault(request: IncomingMessage, isAllowed: (name: string) => boolean): Reply | undefined {
  const { host: given = [] } = request.headersDistinct
  if (given.length > 1) return malformed
  // Of HTTP/1.0, which no browser speaks. In HTTP/1.1 Node.js answers it with 400.
  if (given.length === 0 || given[0] === '') return undefined
  const name = hostName(request)
  if (name === undefined) return malformed
  return isSafeHost(name) || isAllowed(name) ? undefined : unknown
}

/** Whom a request wants to talk to, in lower case, without port and brackets; undefined where it does not say. */
export function hostName({
  url = '',
  headers: { host = '' },
}: Pick<IncomingMessage, 'url' | 'headers'>): string | undefined {
  // Where the whole address is asked for, it counts and not the header (RFC 9112, 3.2.2).
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? host
  const [, name] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]*)?$/.exec(authority) ?? []
  return name
    ?.replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** What cannot be a name that somebody else has in the DNS. */
export function isSafeHost(name: string): boolean {
  return name === 'localhost' || isIP(name) !== 0
}
