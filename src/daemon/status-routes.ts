import { isKnownTo } from '../api/answers.ts'
import type { UnixSeconds } from '../certificate/model.ts'
import type { Change } from '../history/model.ts'
import type { AnswerMemory } from '../http/answer-memory.ts'
import { CompressedBodies, compressed, type WholeReply } from '../http/compressed.ts'
import type { Handler, Routes } from '../http/routes.ts'
import { withinMemory } from '../http/within-memory.ts'
import type { DisplayedCertificate } from '../inventory/displayed-certificate.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import { contentSecurityPolicy, statusPage } from '../page/document.ts'
import { isFixedPartKnown, versionText } from '../page/moving-parts.ts'
import { withWholeKey } from '../page/open-key.ts'
import type { PageFacts } from '../page/page-facts.ts'
import { linkTo, readPageQuery } from '../page/query.ts'
import { causesOf } from '../report/causes.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'
import { Judge } from '../report/judged-things.ts'
import { apiHandlers } from './api-handlers.ts'
import { calendarHandler } from './calendar-route.ts'
import { htmlReply } from './html-reply.ts'
import { mostPages, PageCache } from './page-cache.ts'
import { runbookHandler } from './runbook-route.ts'

/** Everything that the page and the JSON are made from. Each function is called once for a request. */
export interface StatusSource {
  /** False if `server.status_page` switches both off. */
  readonly isOn: () => boolean
  readonly now: () => UnixSeconds
  readonly snapshot: () => Snapshot
  /** Everything that is watched, and the certificate of a drill. */
  readonly certificates: (now: UnixSeconds) => readonly DisplayedCertificate[]
  readonly daemon: (now: UnixSeconds) => DaemonFacts
  /** What has changed about a certificate in the last 90 days, the oldest first. */
  readonly history: (key: string) => readonly Change[]
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string
}

/** The status page and its JSON. */
export function statusRoutes(source: StatusSource, memory: AnswerMemory): Routes {
  const judge = new Judge()
  const judged: Judging = (now) => {
    const snapshot = source.snapshot()
    const daemon = source.daemon(now)
    const certificates = source.certificates(now)
    const facts = { snapshot, certificates, credentials: daemon.credentials, daemon: daemon.judged }
    return { snapshot, daemon, things: judge.everything(facts, now) }
  }
  const limited = (handler: Handler) => ({ GET: onlyWhereOn(source, withinMemory(memory, handler)) })
  const json = apiHandlers(source, judged)
  const runbooks = runbookHandler()
  return {
    '/': limited(pageHandler(source, judged)),
    '/calendar.ics': limited(calendarHandler(source, judged)),
    '/runbooks': limited(runbooks),
    '/runbooks/{name}': limited(runbooks),
    '/api/v1/certificates': limited(json.certificates),
    '/api/v1/certificates/{kind}/{scope_id}/{certificate_id}': limited(json.certificate),
    '/api/v1/hostnames': limited(json.hostnames),
    '/api/v1/zones': limited(json.zones),
    '/api/v1/accounts': limited(json.accounts),
    '/api/v1/credentials': limited(json.credentials),
    '/api/v1/status': limited(json.status),
  }
}

/** Everything that is judged, and what it was judged by. */
export type Judging = (now: UnixSeconds) => Pick<PageFacts, 'snapshot' | 'daemon' | 'things'>

function pageHandler(source: StatusSource, judged: Judging): Handler {
  const cache = new PageCache((address, now) => {
    const all = judged(now)
    const query = withWholeKey(readPageQuery(new URLSearchParams(address)), all.things)
    return statusPage({ ...all, causes: causesOf(all.things), now, query, history: source.history })
  }, setImmediate)
  const packed = new CompressedBodies(mostPages)
  return (request, _, { query }) => {
    const now = source.now()
    const sources = { snapshot: source.snapshot(), daemon: source.daemon(now) }
    const { text, version, moving } = cache.of(linkTo(readPageQuery(query)), sources, now)
    const etag = `"${versionText(version)}"`
    const known = request.headers['if-none-match']
    if (isKnownTo(known, etag)) return { ...pageReply('', etag), status: 304 }
    if (isFixedPartKnown(known, version) && request.headers.accept?.startsWith('application/json'))
      return movingReply(source.redact(JSON.stringify({ version: versionText(version), moving })), etag)
    return compressed(request, pageReply(source.redact(text), etag), packed.of)
  }
}

/** What the script puts into a page that is the same but for its moving elements. */
function movingReply(body: string, etag: string): WholeReply {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      etag,
    },
    body: `${body}\n`,
  }
}

function onlyWhereOn({ isOn }: StatusSource, handler: Handler): Handler {
  return (request, over, target) => (isOn() ? handler(request, over, target) : { status: 404, body: 'not found\n' })
}

function pageReply(body: string, etag: string): WholeReply {
  return htmlReply({ body, policy: contentSecurityPolicy, etag, cacheControl: 'no-store' })
}
