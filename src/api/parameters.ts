import { type CertificateState, certificateStates } from '../judgement/certificate-states.ts'
import { type Severity, severities } from '../judgement/severity.ts'
import { readCursor } from '../report/cursor.ts'
import { type Filters, longestSearch } from '../report/filters.ts'
import type { Order } from '../report/order.ts'

export interface ListParameters {
  readonly filters: Filters
  readonly limit: number
  readonly after: Order | undefined
}

export type ParametersResult =
  | { readonly ok: true; readonly parameters: ListParameters }
  | { readonly ok: false; readonly parameter: string; readonly reason: string }

const known = ['state', 'severity', 'zone', 'q', 'limit', 'cursor']
const defaultLimit = 100
export const greatestLimit = 1000

/** The parameters of a list. An unknown parameter is an error, because a misspelled filter would otherwise return everything. */
export function readListParameters(query: URLSearchParams): ParametersResult {
  const misnamed = wrongName(query)
  if (misnamed) return misnamed
  const state = query.get('state')
  if (state !== null && !isState(state)) return wrong('state', `has to be one of ${certificateStates.join(', ')}`)
  const severity = query.get('severity')
  if (severity !== null && !isSeverity(severity)) return wrong('severity', `has to be one of ${severities.join(', ')}`)
  const q = query.get('q') ?? undefined
  if (q !== undefined && q.length > longestSearch)
    return wrong('q', `has to be no longer than ${longestSearch} characters`)
  const limit = readLimit(query.get('limit'))
  if (limit === undefined) return wrong('limit', `has to be a number from 1 to ${greatestLimit}`)
  const cursor = query.get('cursor')
  const after = cursor === null ? undefined : readCursor(cursor)
  if (cursor !== null && !after) return wrong('cursor', 'has to be the next_cursor of an answer')
  const filters = {
    state: state ?? undefined,
    severity: severity ?? undefined,
    zone: query.get('zone') ?? undefined,
    q,
  }
  return { ok: true, parameters: { filters, limit, after } }
}

function wrongName(query: URLSearchParams): ParametersResult | undefined {
  for (const name of query.keys()) {
    if (!known.includes(name)) return wrong(name, `is not known; known are ${known.join(', ')}`)
    if (query.getAll(name).length > 1) return wrong(name, 'is there more than once')
  }
  return undefined
}

function wrong(parameter: string, reason: string): ParametersResult {
  return { ok: false, parameter, reason }
}

function isState(text: string): text is CertificateState {
  return certificateStates.some((state) => state === text)
}

function isSeverity(text: string): text is Severity {
  return severities.some((severity) => severity === text)
}

function readLimit(text: string | null): number | undefined {
  if (text === null) return defaultLimit
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= greatestLimit ? limit : undefined
}
