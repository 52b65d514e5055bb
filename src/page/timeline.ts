import type { UnixSeconds } from '../certificate/model.ts'
import { instant } from '../report/instant.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, type PageQuery } from './query.ts'

interface Month {
  /** `2027-03` */
  readonly month: string
  /** The number of ends in the month by state, worst first. */
  readonly critical: number
  readonly warning: number
  readonly other: number
}

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const height = 24

/** The number of certificates that end in each of the next twelve months. Each column is a filter. */
export function timeline({ things, now, query }: PageFacts): Html {
  const months = monthsOf(things, now)
  const most = Math.max(1, ...months.map(totalOf))
  return html`<nav class="year" aria-label="What ends in the next twelve months"><ol>${months.map((month) => column(month, most, query))}</ol></nav>`
}

function monthsOf(things: readonly JudgedThing[], now: UnixSeconds): readonly Month[] {
  const counts = new Map(nextMonths(now).map((month) => [month, { month, critical: 0, warning: 0, other: 0 }]))
  for (const { thing, expiry, severity } of things) {
    if (thing !== 'certificate' || expiry === undefined || expiry < now) continue
    const month = counts.get(instant(expiry)?.slice(0, 7) ?? '')
    if (month) month[severity === 'critical' || severity === 'warning' ? severity : 'other'] += 1
  }
  return [...counts.values()]
}

function nextMonths(now: UnixSeconds): readonly string[] {
  const begin = new Date(now * 1000)
  return Array.from({ length: 12 }, (_, i) => {
    const month = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + i))
    return month.toISOString().slice(0, 7)
  })
}

function totalOf({ critical, warning, other }: Month): number {
  return critical + warning + other
}

function column(month: Month, most: number, query: PageQuery): Html {
  const total = totalOf(month)
  const [year = '', number = ''] = month.month.split('-')
  const name = names[Number(number) - 1] ?? ''
  const isPresent = query.month === month.month
  const href = linkTo(query, { month: isPresent ? undefined : month.month, page: undefined, open: undefined })
  const words = html`<span class="month">${number === '01' ? html`<b>’${year.slice(2)}</b>` : name}<span class="hidden"> ${number === '01' ? name : year}</span></span>`
  const inside = html`<span class="count">${total > 0 ? total : ' '}</span>${columnBar(month, most)}${words}`
  if (total === 0) return html`<li class="empty">${inside}</li>`
  return html`<li><a href="${href}" id="month-${month.month}" data-live${isPresent && html` aria-current="true"`}>${inside}</a></li>`
}

function columnBar({ critical, warning, other }: Month, most: number): Html {
  const unit = height / most
  const parts = [
    { name: 'critical', count: critical, below: 0 },
    { name: 'warning', count: warning, below: critical },
    { name: 'other', count: other, below: critical + warning },
  ]
  const rects = parts.flatMap(({ name, count, below }) =>
    count === 0
      ? []
      : [
          html`<rect class="${name}" width="20" y="${round(height - (below + count) * unit)}" height="${round(count * unit)}"/>`,
        ],
  )
  return html`<svg viewBox="0 0 20 ${height}" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`
}

function round(number: number): number {
  return Math.round(number * 100) / 100
}
