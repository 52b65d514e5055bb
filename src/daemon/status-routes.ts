import type { IncomingMessage } from 'node:http'
import { type ApiAnswer, errorAnswer, isKnownTo, listAnswer, oneAnswer } from '../api/answers.ts'
import { readListParameters } from '../api/parameters.ts'
import type { UnixSeconds } from '../certificate/model.ts'
import type { AnswerMemory } from '../http/answer-memory.ts'
import { compressed, type WholeReply } from '../http/compressed.ts'
import type { Handler, Reply, Routes } from '../http/routes.ts'
import { withinMemory } from '../http/within-memory.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { contentSecurityPolicy, statusPage } from '../page/document.ts'
import { readPageQuery } from '../page/query.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { Judge } from '../report/judged-things.ts'

/** Everything that the page and the JSON are made from. Each function is called once for a request. */
export interface StatusSource {
  /** False if `server.status_page` switches both off. */
  readonly isOn: () => boolean
  readonly now: () => UnixSeconds
  readonly snapshot: () => Snapshot
  /** Everything that is watched, and the certificate of a drill. */
  readonly certificates: (now: UnixSeconds) => readonly DisplayedCertificate[]
  readonly daemon: (now: UnixSeconds) => DaemonFacts
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
}

/** The status page and its JSON. */
export function statusRoutes(source: StatusSource, memory: AnswerMemory): Routes {
  const judge = new Judge()
  const listed = (now: UnixSeconds) => {
    const facts = { snapshot: source.snapshot(), certificates: source.certificates(now), credentials: [] }
    return judge.certificates({ ...facts, daemon: undefined }, now)
  }
  const limited = (handler: Handler) => ({ GET: onlyWhereOn(source, withinMemory(memory, handler)) })
  return {
    '/': limited(pageHandler(source, listed)),
    '/api/v1/certificates': limited(listHandler(source, listed)),
    '/api/v1/certificates/{kind}/{zone_id}/{certificate_id}': limited(oneHandler(source, listed)),
  }
}

type Listing = (now: UnixSeconds) => readonly CertificateThing[]

function pageHandler(source: StatusSource, listed: Listing): Handler {
  return (request, _, { query }) => {
    const now = source.now()
    const known = { snapshot: source.snapshot(), daemon: source.daemon(now), all: listed(now) }
    return compressed(request, pageReply(source.redact(statusPage({ ...known, now, query: readPageQuery(query) }))))
  }
}

function listHandler(source: StatusSource, listed: Listing): Handler {
  return (request, _, { query }) => {
    const read = readListParameters(query)
    if (!read.ok) {
      const { parameter, reason } = read
      const error = { code: 'bad_parameter', parameter, message: `${parameter} ${reason}` } as const
      return jsonReply(errorAnswer(400, error), request, source)
    }
    const now = source.now()
    return jsonReply(listAnswer(listed(now), read.parameters, now), request, source)
  }
}

function oneHandler(source: StatusSource, listed: Listing): Handler {
  return (request, _, { parameters: { kind, zone_id, certificate_id } }) => {
    const now = source.now()
    return jsonReply(oneAnswer(listed(now), `${kind}/${zone_id}/${certificate_id}`, now), request, source)
  }
}

function onlyWhereOn({ isOn }: StatusSource, handler: Handler): Handler {
  return (request, over, target) => (isOn() ? handler(request, over, target) : { status: 404, body: 'not found\n' })
}

function pageReply(body: string): WholeReply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
    },
    body,
  }
}

function jsonReply(
  { status, etag, body }: ApiAnswer,
  request: IncomingMessage,
  { redact }: StatusSource,
): Reply | Promise<Reply> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    // A client may keep the answer but has to ask again each time. Then an unchanged answer costs no body.
    'cache-control': 'private, no-cache',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'accept-encoding',
    ...(etag !== undefined && { etag }),
  }
  if (etag !== undefined && isKnownTo(request.headers['if-none-match'], etag)) return { status: 304, headers, body: '' }
  return compressed(request, { status, headers, body: redact(body) })
}
