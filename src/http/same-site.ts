import type { IncomingMessage } from 'node:http'
import type { Handler, Reply } from './routes.ts'

const refused: Reply = { status: 403, body: 'refused: a page of another site sent this\n' }

/**
 * Keeps a handler that changes something from pages of other sites, whose requests a browser sends with the reader's own
 * password and from the reader's own network. Who is no browser, such as curl, sends no such header and is let through.
 */
export function sameSiteOnly(handler: Handler): Handler {
  return (request, over, target) => (isFromAnotherSite(request) ? refused : handler(request, over, target))
}

/** Only what a browser says of itself counts, and what cannot be understood counts against it. */
export function isFromAnotherSite({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return headers.origin !== undefined && !isOwn(headers.origin, headers.host)
}

/** The scheme is left out: a proxy in front may have taken TLS off. */
function isOwn(origin: string, host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  const own = `${protocol}//${host}`
  return from !== '' && URL.canParse(own) && new URL(own).host === from
}
