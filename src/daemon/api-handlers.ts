import type { IncomingMessage } from 'node:http'
import {
  type ApiAnswer,
  accountsAnswer,
  answerOf,
  certificatesAnswer,
  errorAnswer,
  hostnamesAnswer,
  isKnownTo,
  oneAnswer,
  zonesAnswer,
} from '../api/answers.ts'
import {
  type ListParameters,
  type ParametersResult,
  readListParameters,
  readNoParameters,
  type StateParameter,
} from '../api/parameters.ts'
import type { UnixSeconds } from '../certificate/model.ts'
import { compressed } from '../http/compressed.ts'
import type { Handler, Reply } from '../http/routes.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { hostnameVerdicts } from '../judgement/hostname.ts'
import { readingStates } from '../judgement/store.ts'
import { judgedAccounts } from '../report/account-report.ts'
import { reportOnCredential } from '../report/credential-report.ts'
import { isCertificate, isHostname } from '../report/judged-thing.ts'
import { reportOnStatus } from '../report/status-report.ts'
import { judgedZones } from '../report/zone-report.ts'
import type { Judging, StatusSource } from './status-routes.ts'

/** What answers below `/api/v1`. */
export function apiHandlers(source: StatusSource, judged: Judging) {
  const list = (
    state: StateParameter,
    answer: (now: UnixSeconds, parameters: ListParameters) => ApiAnswer,
  ): Handler => {
    return (request, _, { query }) => {
      const read = readListParameters(query, state)
      const given = read.ok ? answer(source.now(), read.parameters) : refusal(read)
      return jsonReply(given, request, source)
    }
  }
  const whole = (content: (now: UnixSeconds) => Parameters<typeof answerOf>[0]): Handler => {
    return (request, _, { query }) => {
      const wrong = readNoParameters(query)
      const now = source.now()
      const given = wrong && !wrong.ok ? refusal(wrong) : answerOf(content(now), now)
      return jsonReply(given, request, source)
    }
  }
  return {
    certificates: list({ name: 'state', states: certificateStates }, (now, parameters) =>
      certificatesAnswer(judged(now).things.filter(isCertificate), parameters, now),
    ),
    certificate: ((request, _, { parameters: { kind, scope_id, certificate_id } }) => {
      const key = `${kind}/${scope_id}/${certificate_id}`
      const now = source.now()
      const all = judged(now).things.filter(isCertificate)
      return jsonReply(oneAnswer(all, key, source.history(key), now), request, source)
    }) satisfies Handler,
    hostnames: list({ name: 'verdict', states: hostnameVerdicts }, (now, parameters) =>
      hostnamesAnswer(judged(now).things.filter(isHostname), parameters, now),
    ),
    zones: list({ name: 'state', states: readingStates }, (now, parameters) =>
      zonesAnswer(judgedZones(source.snapshot(), now), parameters, now),
    ),
    accounts: list({ name: 'state', states: readingStates }, (now, parameters) =>
      accountsAnswer(judgedAccounts(source.snapshot(), now), parameters, now),
    ),
    credentials: whole((now) => {
      const snapshot = source.snapshot()
      return { credentials: source.daemon(now).credentials.map((each) => reportOnCredential(each, snapshot, now)) }
    }),
    status: whole((now) => {
      const { things, snapshot, daemon } = judged(now)
      return { status: reportOnStatus(things, snapshot, daemon) }
    }),
  }
}

function refusal({ parameter, reason }: Extract<ParametersResult, { ok: false }>): ApiAnswer {
  return errorAnswer(400, { code: 'bad_parameter', parameter, message: `${parameter} ${reason}` })
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
