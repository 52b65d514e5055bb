import { createHash } from 'node:crypto'
import type { UnixSeconds } from '../certificate/model.ts'
import { type Change, isRotation } from '../history/model.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { type Severity, severities } from '../judgement/severity.ts'
import { printableJson } from '../printable-json.ts'
import type { AccountReport } from '../report/account-report.ts'
import { reportOnOne } from '../report/certificate-report.ts'
import { cursorBehind, thingsBehind } from '../report/cursor.ts'
import { countsOf, matching } from '../report/filters.ts'
import { reportOnHostname } from '../report/hostname-report.ts'
import { instant } from '../report/instant.ts'
import type { CertificateThing, HostnameThing } from '../report/judged-thing.ts'
import type { JudgedPlace } from '../report/lists-report.ts'
import { byUrgency, type Order } from '../report/order.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import type { ZoneReport } from '../report/zone-report.ts'
import type {
  AccountList,
  ApiError,
  AsOf,
  CertificateList,
  HostnameList,
  OneCertificate,
  ZoneList,
} from './api-schema.ts'
import type { ListParameters } from './parameters.ts'

export interface ApiAnswer {
  readonly status: number
  /** A weak ETag. It stays the same as long as only the time has changed. */
  readonly etag: string | undefined
  readonly body: string
}

/** One page of the list of certificates. */
export function certificatesAnswer(
  all: readonly CertificateThing[],
  parameters: ListParameters,
  now: UnixSeconds,
): ApiAnswer {
  const { shown, ...page } = pageOf(all, parameters)
  const list: CertificateList = {
    as_of: instant(now) ?? '',
    counts: countsOf(
      certificateStates,
      all.map(({ state }) => state),
    ),
    severities: countSeverities(all),
    total: page.total,
    certificates: shown.map((thing) => reportOnOne(thing, now)),
    next_cursor: page.next_cursor,
  }
  const timeless = { ...list, as_of: null, certificates: list.certificates.map(withoutDays) }
  return { status: 200, etag: etagOf(timeless), body: written(list) }
}

export function hostnamesAnswer(
  all: readonly HostnameThing[],
  parameters: ListParameters,
  now: UnixSeconds,
): ApiAnswer {
  const { shown, ...page } = pageOf(all, parameters)
  const list: Omit<HostnameList, 'as_of'> = {
    severities: countSeverities(all),
    ...page,
    hostnames: shown.map(reportOnHostname),
  }
  return answerOf(list, now)
}

export function zonesAnswer(
  all: readonly JudgedPlace<ZoneReport>[],
  parameters: ListParameters,
  now: UnixSeconds,
): ApiAnswer {
  const { shown, ...page } = pageOf(all, parameters)
  const zones = shown.map(({ report }) => report)
  const list: Omit<ZoneList, 'as_of'> = { severities: countSeverities(all), ...page, zones }
  return answerOf(list, now)
}

export function accountsAnswer(
  all: readonly JudgedPlace<AccountReport>[],
  parameters: ListParameters,
  now: UnixSeconds,
): ApiAnswer {
  const { shown, ...page } = pageOf(all, parameters)
  const accounts = shown.map(({ report }) => report)
  const list: Omit<AccountList, 'as_of'> = { severities: countSeverities(all), ...page, accounts }
  return answerOf(list, now)
}

/** @param content all of the answer but its moment */
export function answerOf(content: Omit<AsOf, 'as_of'>, now: UnixSeconds): ApiAnswer {
  return { status: 200, etag: etagOf(content), body: written({ as_of: instant(now) ?? '', ...content }) }
}

type Paged = Parameters<typeof matching>[0][number] & { readonly order: Order }

function pageOf<T extends Paged>(all: readonly T[], { filters, limit, after }: ListParameters) {
  const matched = [...matching(all, filters)].sort(byUrgency)
  const behind = after ? thingsBehind(matched, after) : matched
  const shown = behind.slice(0, limit)
  const last = shown.at(-1)
  const next = last && behind.length > shown.length ? cursorBehind(last) : null
  return { shown, total: matched.length, next_cursor: next }
}

function countSeverities(all: readonly { readonly severity: Severity }[]) {
  return countsOf(
    severities,
    all.map(({ severity }) => severity),
  )
}

/** @param key `kind/scope_id/certificate_id` */
export function oneAnswer(
  all: readonly CertificateThing[],
  key: string,
  changes: readonly Change[],
  now: UnixSeconds,
): ApiAnswer {
  const found = all.find((listed) => listed.key === key)
  if (!found) return errorAnswer(404, { code: 'not_found', parameter: null, message: 'no such certificate is watched' })
  const certificate = reportOnOne(found, now)
  const history = changes.map(reportOnChange)
  const one: OneCertificate = { as_of: instant(now) ?? '', certificate, history }
  return { status: 200, etag: etagOf({ ...withoutDays(certificate), history }), body: written(one) }
}

function reportOnChange({ at, word }: Change): OneCertificate['history'][number] {
  const rotation = isRotation(word) ? word : null
  return { at: instant(at) ?? '', state: isRotation(word) ? null : word, rotation }
}

export function errorAnswer(status: 400 | 404, error: ApiError['error']): ApiAnswer {
  const body: ApiError = { error }
  return { status, etag: undefined, body: written(body) }
}

/** Whether `If-None-Match` names this answer, by weak comparison (RFC 9110, 13.1.2). */
export function isKnownTo(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '')
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => opaque(tag) === opaque(etag))
}

function withoutDays({ days_left: _, ...rest }: CertificateReport): object {
  return rest
}

function etagOf(content: object): string {
  return `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`
}

function written(answer: object): string {
  return `${printableJson(JSON.stringify(answer, undefined, 2))}\n`
}
