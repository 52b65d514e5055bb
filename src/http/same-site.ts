import type { IncomingMessage } from 'node:http'
import type { Handler, Reply } from './routes.ts'

const refused: Reply = { status: 403, body: 'refused: a page of another site sent this\n' }

/**
 * Protects a handler that changes something from pages of other sites. A browser sends their requests with the reader's password and from
 * the reader's network. Other clients, such as curl, do not send these headers and are allowed.
 */
export function sameSiteOnly(handler: Handler): Handler {
  return (request, over, target) => (isFromAnotherSite(request) ? refused : handler(request, over, target))
}

/** Only the headers of browsers count. A header that cannot be understood counts as another site. */
export function isFromAnotherSite({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return headers.origin !== undefined && !isOwn(headers.origin, headers.host)
}

/** The scheme is left out, because a proxy in front may have removed TLS. */
function isOwn(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  const own = `${protocol}//${host}`
  return from !== '' && URL.canParse(own) && new URL(own).host === from
}
