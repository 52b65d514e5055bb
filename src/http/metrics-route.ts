import type { IncomingMessage } from 'node:http'
import Negotiator from 'negotiator'
import type { Handler, LongBody } from './routes.ts'

export interface Exposition {
  readonly contentType: string
  readonly gzip: () => LongBody
  readonly plain: () => LongBody
}

export type MetricsFormat = 'text' | 'openmetrics'

const mediaTypes = {
  'text/plain; version=0.0.4': 'text',
  'application/openmetrics-text; version=1.0.0': 'openmetrics',
} as const satisfies Record<string, MetricsFormat>

/** Answers a scrape, in OpenMetrics if the client prefers it, and with gzip if the client accepts it. */
export function metricsRoute(metrics: (format: MetricsFormat) => Promise<Exposition>): Handler {
  return async (request) => {
    const { contentType, gzip, plain } = await metrics(formatFor(request))
    const headers = { 'content-type': contentType, vary: 'accept, accept-encoding', 'cache-control': 'no-store' }
    return acceptsGzip(request)
      ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzip() }
      : { status: 200, headers, body: plain() }
  }
}

/** Parameters for the form of names and characters. Our names are ASCII in UTF-8, which fits all of them. */
const indifferent = /;\s*(?:charset|escaping)=[^;,]*/gi

/** A client that accepts neither format still gets text, which helps a person with a browser. */
function formatFor({ headers: { accept = '*/*' } }: IncomingMessage): MetricsFormat {
  const negotiator = new Negotiator({ headers: { accept: accept.replace(indifferent, '') } })
  const [preferred] = negotiator.mediaTypes(Object.keys(mediaTypes))
  return preferred !== undefined && isMediaType(preferred) ? mediaTypes[preferred] : 'text'
}

function isMediaType(text: string): text is keyof typeof mediaTypes {
  return Object.hasOwn(mediaTypes, text)
}

function acceptsGzip(request: IncomingMessage): boolean {
  return new Negotiator(request).encodings(['gzip', 'identity'])[0] === 'gzip'
}
