import { clientOf } from './client-share.ts'
import { hostName, isSafeHost } from './host.ts'
import type { OnRefused } from './refusals.ts'
import type { Handler, Reply } from './routes.ts'

export interface LocalOnlyOptions {
  /** True if requests from everywhere are allowed. */
  readonly isOpen: () => boolean
  readonly isAllowedHost: (name: string) => boolean
  readonly onRefused: OnRefused
}

const refused: Reply = {
  status: 403,
  body: 'refused: without a door only this machine may ask for that, see server.reload in the configuration\n',
}

/** Limits a handler to clients on the loopback address that use a host name which nobody else can have. */
export function localOnly({ isOpen, isAllowedHost, onRefused }: LocalOnlyOptions, handler: Handler): Handler {
  return (request, over, target) => {
    const client = clientOf(request.socket)
    const name = hostName(request)
    const isOwnName = name !== undefined && (isSafeHost(name) || isAllowedHost(name))
    const isLocal = isLoopback(client) && isOwnName && !isForwarded(request.headers)
    if (isOpen() || isLocal) return handler(request, over, target)
    onRefused('reload', client)
    return refused
  }
}

function isLoopback(client: string): boolean {
  return client === '::1' || /^127(?:\.\d+){3}$/.test(client)
}

/** A proxy on this machine may forward requests of other machines. Its headers say so. */
function isForwarded(headers: Readonly<Record<string, unknown>>): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
}
