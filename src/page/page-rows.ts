import { matching } from '../report/filters.ts'
import { instant } from '../report/instant.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { byUrgency } from '../report/order.ts'
import { type Fold, foldOk } from './fold-ok-rows.ts'
import { groupOf, isShownUnasked } from './groups.ts'
import type { PageQuery, SortKey } from './query.ts'

export const rowsPerPage = 100

/** The rows of one page. */
export interface PageRows {
  readonly rows: readonly JudgedThing[]
  /** Folded rows of what is OK. They stand on the last page. */
  readonly folds: readonly Fold[]
  /** The number of rows on all pages. */
  readonly total: number
  /** The number of things that pass the filters. */
  readonly matched: number
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** True if the address opens a row that is not watched, or that does not pass the filters. */
  readonly isOpenMissing: boolean
}

export function chooseRows(things: readonly JudgedThing[], query: PageQuery): PageRows {
  const { open } = query
  const matched = rowsFor(things, query)
  const { rows: unfolded, folds } = isPlain(query) ? foldOk(matched, open) : { rows: matched, folds: [] }
  const sorted = [...unfolded].sort(comparisonFor(query))
  const pages = Math.max(1, Math.ceil(sorted.length / rowsPerPage))
  const openAt = open === undefined ? -1 : sorted.findIndex(({ key }) => key === open)
  const wanted = query.page ?? (openAt < 0 ? 1 : Math.floor(openAt / rowsPerPage) + 1)
  const page = Math.min(wanted, pages)
  const rows = sorted.slice((page - 1) * rowsPerPage, page * rowsPerPage)
  const isOpenMissing = open !== undefined && openAt < 0
  const total = sorted.length
  return { rows, folds: page === pages ? folds : [], total, matched: matched.length, page, pages, isOpenMissing }
}

function rowsFor(things: readonly JudgedThing[], { state, zone, q, month, group, open }: PageQuery) {
  const isLookedFor = q !== undefined || group !== undefined
  return matching(things, { state, zone, q }).filter(
    (thing) =>
      (isLookedFor || isShownUnasked(thing) || thing.key === open) &&
      (group === undefined || groupOf(thing) === group) &&
      (month === undefined || endsIn(thing, month)),
  )
}

/** True if there is no search and no filter. */
function isPlain({ state, zone, q, month, group, sort, descending }: PageQuery): boolean {
  return [state, zone, q, month, group].every((filter) => filter === undefined) && sort === 'urgency' && !descending
}

function endsIn({ thing, expiry }: JudgedThing, month: string): boolean {
  return thing === 'certificate' && instant(expiry)?.slice(0, 7) === month
}

type Comparison = (a: JudgedThing, b: JudgedThing) => number

/** Rows without a value come last in both directions, and equal ones are ordered by urgency. */
function comparisonFor({ sort, descending }: PageQuery): Comparison {
  const sign = descending ? -1 : 1
  if (sort === 'urgency') return (a, b) => sign * byUrgency(a, b)
  const sortedBy = values[sort]
  return (a, b) => {
    const [one, other] = [sortedBy(a), sortedBy(b)]
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined) || byUrgency(a, b)
    return sign * compareValues(one, other) || byUrgency(a, b)
  }
}

/** What a column is sorted by. Undefined where its cell is empty. */
const values: Readonly<Record<Exclude<SortKey, 'urgency'>, (thing: JudgedThing) => number | string | undefined>> = {
  expiry: ({ expiry }) => expiry,
  name: ({ name }) => name || undefined,
  zone: ({ placeName }) => placeName || undefined,
  // A reader who sorts by this column looks for what is stale, and nothing is as stale as what was never read.
  seen: ({ reading }) => reading && (reading.lastSuccess ?? Number.NEGATIVE_INFINITY),
}

function compareValues(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
