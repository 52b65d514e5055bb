import { matching } from '../report/filters.ts'
import { instant } from '../report/instant.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { byUrgency, compareTexts } from '../report/order.ts'
import type { PageQuery, SortKey } from './query.ts'

export const rowsPerPage = 100

/** The rows of one page. */
export interface PageRows {
  readonly rows: readonly CertificateThing[]
  /** How many pass the filters. */
  readonly matched: number
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** Whether a row was to be opened that is not watched, or does not pass the filters. */
  readonly isOpenMissing: boolean
}

export function chooseRows(all: readonly CertificateThing[], query: PageQuery): PageRows {
  const { state, zone, q, month, open } = query
  const filtered = matching(all, { state, zone, q }).filter(
    ({ urgency }) => month === undefined || instant(urgency.expiry)?.slice(0, 7) === month,
  )
  const sorted = [...filtered].sort(comparisons[query.sort])
  if (query.descending) sorted.reverse()
  const pages = Math.max(1, Math.ceil(sorted.length / rowsPerPage))
  const openAt = open === undefined ? -1 : sorted.findIndex(({ key }) => key === open)
  const wanted = query.page ?? (openAt < 0 ? 1 : Math.floor(openAt / rowsPerPage) + 1)
  const page = Math.min(wanted, pages)
  const rows = sorted.slice((page - 1) * rowsPerPage, page * rowsPerPage)
  return { rows, matched: sorted.length, page, pages, isOpenMissing: open !== undefined && openAt < 0 }
}

type Comparison = (a: CertificateThing, b: CertificateThing) => number

/** Those of whom it is not known come last. */
const comparisons: Readonly<Record<SortKey, Comparison>> = {
  urgency: byUrgency,
  expiry: (a, b) => (a.urgency.expiry ?? Number.MAX_VALUE) - (b.urgency.expiry ?? Number.MAX_VALUE) || byUrgency(a, b),
  name: (a, b) => compareTexts(a.certificate.entry.name, b.certificate.entry.name) || byUrgency(a, b),
  zone: (a, b) => compareTexts(a.certificate.entry.zone, b.certificate.entry.zone) || byUrgency(a, b),
  // Whoever sorts by this looks for what was not seen for long.
  seen: (a, b) => (a.certificate.check.lastSuccess ?? 0) - (b.certificate.check.lastSuccess ?? 0) || byUrgency(a, b),
}
