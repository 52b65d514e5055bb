import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { chooseRows } from './page-rows.ts'
import { pager } from './pager.ts'
import { linkTo, type PageQuery, type SortKey } from './query.ts'
import { rowOf } from './row.ts'

interface Heading {
  readonly text: string
  readonly sort?: SortKey
}

const headings: readonly Heading[] = [
  { text: 'State', sort: 'urgency' },
  { text: 'Left', sort: 'expiry' },
  { text: 'Certificate', sort: 'name' },
  { text: 'Zone', sort: 'zone' },
  { text: 'Hostnames' },
  { text: 'Status' },
  { text: 'In use' },
  { text: 'Last seen', sort: 'seen' },
  { text: 'What to do' },
]

/** The certificates of one page, and how many there are. */
export function results(facts: PageFacts): Html {
  const { query, all } = facts
  const choice = chooseRows(all, query)
  const rows = choice.rows.map((listed) => rowOf(listed, facts, headings.length))
  return html`<div id="results">
<p class="count"><span id="count" role="status">${counted(choice.matched, all.length, query)}</span>${filtersOf(query)}</p>
${choice.isOpenMissing && missing(query)}
${rows.length === 0 ? html`<p class="nothing">${all.length === 0 ? 'No certificate is watched.' : 'Nothing matches.'}</p>` : table(rows, query)}
${pager(choice, query)}
</div>`
}

function counted(matched: number, all: number, { q, state, zone, month }: PageQuery): string {
  const isFiltered = [q, state, zone, month].some((filter) => filter !== undefined)
  return isFiltered ? `${matched} of ${all} certificates` : `${all} certificates`
}

/** Each filter in force, with a link that takes it away. */
function filtersOf(query: PageQuery): readonly Html[] {
  const filters = [
    ['search', 'q', query.q],
    ['state', 'state', query.state],
    ['zone', 'zone', query.zone],
    ['ends in', 'month', query.month],
  ] as const
  return filters.flatMap(([word, name, value]) => {
    if (value === undefined) return []
    const href = linkTo(query, { [name]: undefined, page: undefined })
    return [
      html` <a class="filter" href="${href}" data-live${name === 'q' && html` data-clears="q"`}>${word}: ${value} <span aria-hidden="true">×</span><span class="hidden">, remove this filter</span></a>`,
    ]
  })
}

function missing(query: PageQuery): Html {
  const href = linkTo({ ...query, q: undefined, state: undefined, zone: undefined, month: undefined, page: undefined })
  return html`<p class="nothing">The certificate to open is not among these. <a href="${href}">Look among all</a>; if it is not there either, it is not watched any more.</p>`
}

function table(rows: readonly Html[], query: PageQuery): Html {
  return html`<table role="table" class="list">
<caption class="hidden">Certificates; a certificate’s name opens what is known of it</caption>
<thead role="rowgroup"><tr role="row">${headings.map((heading) => headingCell(heading, query))}</tr></thead>
<tbody role="rowgroup">
${rows}
</tbody>
</table>`
}

function headingCell({ text, sort }: Heading, query: PageQuery): Html {
  if (!sort) return html`<th scope="col" role="columnheader">${text}</th>`
  const isPresent = query.sort === sort
  const descending = isPresent && !query.descending
  const href = linkTo(query, { sort, descending, page: undefined })
  const direction = isPresent && html` aria-sort="${query.descending ? 'descending' : 'ascending'}"`
  const arrow = html`<span class="arrow" aria-hidden="true">${isPresent ? (query.descending ? '▼' : '▲') : '↕'}</span>`
  return html`<th scope="col" role="columnheader"${direction}><a href="${href}" id="sort-${sort}" data-live>${text}${arrow}</a></th>`
}
