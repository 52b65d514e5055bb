import { createHash } from 'node:crypto'
import type { UnixSeconds } from '../certificate/model.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { severities } from '../judgement/severity.ts'
import { printableJson } from '../printable-json.ts'
import { reportOnOne } from '../report/certificate-report.ts'
import { cursorBehind, thingsBehind } from '../report/cursor.ts'
import { countsOf, matching } from '../report/filters.ts'
import { instant } from '../report/instant.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { byUrgency } from '../report/order.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import type { ApiError, CertificateList, OneCertificate } from './api-schema.ts'
import type { ListParameters } from './parameters.ts'

export interface ApiAnswer {
  readonly status: number
  /** A weak ETag. It stays the same as long as only the time has changed. */
  readonly etag: string | undefined
  readonly body: string
}

/** One page of the list. */
export function listAnswer(all: readonly CertificateThing[], parameters: ListParameters, now: UnixSeconds): ApiAnswer {
  const { filters, limit, after } = parameters
  const matched = [...matching(all, filters)].sort(byUrgency)
  const behind = after ? thingsBehind(matched, after) : matched
  const shown = behind.slice(0, limit)
  const last = shown.at(-1)
  const list: CertificateList = {
    as_of: instant(now) ?? '',
    counts: countsOf(
      certificateStates,
      all.map(({ state }) => state),
    ),
    severities: countsOf(
      severities,
      all.map(({ severity }) => severity),
    ),
    total: matched.length,
    certificates: shown.map((thing) => reportOnOne(thing, now)),
    next_cursor: last && behind.length > shown.length ? cursorBehind(last) : null,
  }
  const timeless = { ...list, as_of: null, certificates: list.certificates.map(withoutDays) }
  return { status: 200, etag: etagOf(timeless), body: written(list) }
}

/** @param key `kind/zone_id/certificate_id` */
export function oneAnswer(all: readonly CertificateThing[], key: string, now: UnixSeconds): ApiAnswer {
  const found = all.find((listed) => listed.key === key)
  if (!found) return errorAnswer(404, { code: 'not_found', parameter: null, message: 'no such certificate is watched' })
  const certificate = reportOnOne(found, now)
  const one: OneCertificate = { as_of: instant(now) ?? '', certificate }
  return { status: 200, etag: etagOf(withoutDays(certificate)), body: written(one) }
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
