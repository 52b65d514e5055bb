import { type Severity, severities } from '../judgement/severity.ts'
import type { State } from '../judgement/states.ts'
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

/** The parameter that takes a state, and the states that it takes. */
export interface StateParameter {
  readonly name: 'state' | 'verdict'
  readonly states: readonly State[]
}

const defaultLimit = 100
export const greatestLimit = 1000

/** What a list is asked for with. An unknown parameter is a mistake, or a filter that is spelled wrong would return everything. */
export function readListParameters(query: URLSearchParams, { name, states }: StateParameter): ParametersResult {
  const misnamed = wrongName(query, [name, 'severity', 'zone', 'q', 'limit', 'cursor'])
  if (misnamed) return misnamed
  const word = query.get(name)
  const state = states.find((each) => each === word)
  if (word !== null && state === undefined) return wrong(name, `has to be one of ${states.join(', ')}`)
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
  const filters = { state, severity: severity ?? undefined, zone: query.get('zone') ?? undefined, q }
  return { ok: true, parameters: { filters, limit, after } }
}

/** As `readListParameters`, for what has no pages. */
export function readFilters(query: URLSearchParams, state: StateParameter): ParametersResult {
  return wrongName(query, [state.name, 'severity', 'zone', 'q']) ?? readListParameters(query, state)
}

/** What an answer without parameters is asked for with: nothing. */
export function readNoParameters(query: URLSearchParams): ParametersResult | undefined {
  return wrongName(query, [])
}

function wrongName(query: URLSearchParams, known: readonly string[]): ParametersResult | undefined {
  for (const name of query.keys()) {
    if (!known.includes(name)) return wrong(name, `is not known; known are ${known.join(', ') || 'none'}`)
    if (query.getAll(name).length > 1) return wrong(name, 'is there more than once')
  }
  return undefined
}

function wrong(parameter: string, reason: string): ParametersResult {
  return { ok: false, parameter, reason }
}

function isSeverity(text: string): text is Severity {
  return severities.some((severity) => severity === text)
}

function readLimit(text: string | null): number | undefined {
  if (text === null) return defaultLimit
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return limit >= 1 && limit <= greatestLimit ? limit : undefined
}
