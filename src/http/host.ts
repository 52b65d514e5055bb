import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Reply } from './routes.ts'

const malformed: Reply = { status: 400, body: 'expected one Host header with a name or an address\n' }
const unknown: Reply = {
  status: 421,
  body: 'no such host here: server.allowed_hosts in the configuration names them\n',
}

/**
 * Refuses a request that does not name an allowed host: 400 for two Host headers or a malformed one (RFC 9112, 3.2), 421 for a name that
 * is not allowed. With DNS rebinding, a page of another site can make a browser use its own name for our address. It cannot do this with
 * an IP address or `localhost`.
 */
export function hostFault(request: IncomingMessage, isAllowed: (name: string) => boolean): Reply | undefined {
  const { host: given = [] } = request.headersDistinct
  if (given.length > 1) return malformed
  // HTTP/1.0, which browsers do not use. Node.js answers such a request in HTTP/1.1 with 400.
  if (given.length === 0 || given[0] === '') return undefined
  const name = hostName(request)
  if (name === undefined) return malformed
  return isSafeHost(name) || isAllowed(name) ? undefined : unknown
}

/** The host that a request names, in lower case, without port and brackets. Undefined if it names none. */
export function hostName({
  url = '',
  headers: { host = '' },
}: Pick<IncomingMessage, 'url' | 'headers'>): string | undefined {
  // A target in absolute form takes precedence over the header (RFC 9112, 3.2.2).
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? host
  const [, name] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]*)?$/.exec(authority) ?? []
  return name
    ?.replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Recognises hosts that nobody else can have in the DNS. */
export function isSafeHost(name: string): boolean {
  return name === 'localhost' || isIP(name) !== 0
}
