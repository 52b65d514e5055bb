import { type State, states } from '../judgement/states.ts'
import { type Group, groups } from './groups.ts'

export const sortKeys = ['urgency', 'expiry', 'name', 'zone', 'seen'] as const
export type SortKey = (typeof sortKeys)[number]

/** What the address of the page says; all of it is in the address, so that a page can be sent to somebody. */
export interface PageQuery {
  readonly state: State | undefined
  readonly group: Group | undefined
  readonly zone: string | undefined
  readonly q: string | undefined
  /** `2027-03`: certificates that end in that month. */
  readonly month: string | undefined
  readonly sort: SortKey
  readonly descending: boolean
  /** From 1; undefined: the one with the opened row, else the first. */
  readonly page: number | undefined
  /** The key of the row that is open. */
  readonly open: string | undefined
  /** Whether the page does not refresh itself where there is no script. */
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

/** Takes what it understands: an address that was typed wrong shows more than was meant, never an error. */
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

/** The parameters that say so, but for what is so anyway. */
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

/** An address relative to the page, which may stand below any path of a proxy. */
export function linkTo(query: PageQuery, change: Partial<PageQuery> = {}): string {
  const parameters = parametersOf({ ...query, ...change })
  const written = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]))
  // A query may hold slashes as they are (RFC 3986, 3.4), and every row's key has two.
  return `?${written.toString().replaceAll('%2F', '/')}`
}
