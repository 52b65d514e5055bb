import { type State, states } from '../judgement/states.ts'
import { type Group, groups } from './groups.ts'

export const sortKeys = ['urgency', 'expiry', 'name', 'zone', 'seen'] as const
export type SortKey = (typeof sortKeys)[number]

/** The page's query. All of it is in the address, so that a reader can send the address to somebody. */
export interface PageQuery {
  readonly state: State | undefined
  readonly group: Group | undefined
  readonly zone: string | undefined
  readonly q: string | undefined
  /** `2027-03`: certificates that end in that month. */
  readonly month: string | undefined
  readonly sort: SortKey
  readonly descending: boolean
  /** From 1. Undefined means the page with the opened row, or the first page. */
  readonly page: number | undefined
  /** The key of the row that is open. */
  readonly open: string | undefined
  /** True if the page does not refresh itself without the script. */
  readonly isStill: boolean
}

export const plainQuery: PageQuery = {
  state: undefined,
  group: undefined,
  zone: undefined,
  q: undefined,
  month: undefined,
  sort: 'urgency',
  descending: false,
  page: undefined,
  open: undefined,
  isStill: false,
}

/** Ignores what it does not understand. A mistyped address shows more than was meant, and never an error. */
export function readPageQuery(query: URLSearchParams): PageQuery {
  const page = query.get('page') ?? ''
  return {
    state: states.find((state) => state === query.get('state')),
    group: groups.find((group) => group === query.get('only')),
    zone: query.get('zone') || undefined,
    q: query.get('q')?.trim() || undefined,
    month: /^\d{4}-\d\d$/.exec(query.get('month') ?? '')?.[0],
    sort: sortKeys.find((key) => key === query.get('sort')) ?? 'urgency',
    descending: query.get('order') === 'desc',
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : undefined,
    open: query.get('open') || undefined,
    isStill: query.get('refresh') === 'off',
  }
}

/** The parameters of a query, without those that have their default. */
export function parametersOf(query: PageQuery): readonly (readonly [string, string])[] {
  const { state, group, zone, q, month, sort, descending, page, open, isStill } = query
  const all: readonly (readonly [string, string | undefined])[] = [
    ['q', q],
    ['state', state],
    ['only', group],
    ['zone', zone],
    ['month', month],
    ['sort', sort === 'urgency' ? undefined : sort],
    ['order', descending ? 'desc' : undefined],
    ['page', page === undefined ? undefined : String(page)],
    ['open', open],
    ['refresh', isStill ? 'off' : undefined],
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

/** An address relative to the page, because a proxy may serve the page below any path. */
export function linkTo(query: PageQuery, change: Partial<PageQuery> = {}): string {
  const parameters = parametersOf({ ...query, ...change })
  const written = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]))
  // A query may hold slashes as they are (RFC 3986, 3.4), and every row's key has two.
  return `?${written.toString().replaceAll('%2F', '/')}`
}
