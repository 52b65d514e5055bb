import type { JudgedThing } from '../report/judged-thing.ts'
import { countLine } from './count-line.ts'
import type { Fold } from './fold-ok-rows.ts'
import { type Html, html, nameOf } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { chooseRows } from './page-rows.ts'
import { pager } from './pager.ts'
import { linkTo, type PageQuery, type SortKey } from './query.ts'
import { rowOf } from './row.ts'
import { date } from './times.ts'

interface Heading {
  readonly text: string
  /** The CSS class of the column, which sets its width. */
  readonly column: string
  readonly sort?: SortKey
}

const headings: readonly Heading[] = [
  { text: 'State', column: 'c-state', sort: 'urgency' },
  { text: 'Left', column: 'c-left', sort: 'expiry' },
  { text: 'What', column: 'c-what', sort: 'name' },
  { text: 'Zone', column: 'c-zone', sort: 'zone' },
  { text: 'In use', column: 'c-use' },
  { text: '90 days', column: 'c-past' },
  { text: 'Last seen', column: 'c-seen', sort: 'seen' },
  { text: 'What to do', column: 'c-todo' },
]

/** The rows of one page and their number. */
export function results(facts: PageFacts): Html {
  const { query, things } = facts
  const choice = chooseRows(things, query)
  const rows = [
    ...choice.rows.map((thing) => rowOf(thing, facts, headings.length)),
    ...choice.folds.map((fold) => foldRow(fold, facts)),
  ]
  return html`<div id="results">
${countLine(choice.matched, facts)}
${choice.isOpenMissing && missing(query)}
${rows.length === 0 ? html`<p class="nothing">${things.some(isMain) ? 'Nothing matches.' : 'No certificate and no hostname is watched.'}</p>` : table(rows, query)}
${pager(choice, query)}
</div>`
}

function foldRow({ zone, count, nextExpiry }: Fold, { query }: PageFacts): Html {
  const href = linkTo(query, { zone, state: 'ok', page: undefined, open: undefined })
  const next = nextExpiry !== undefined && html`; the first end is on ${date(nextExpiry)}`
  return html`<tr class="fold v-ok"><td colspan="${headings.length}"><span class="badge">${count} OK</span> in <a href="${href}" data-live>${nameOf(zone)}</a>${next}</td></tr>
`
}

function isMain(thing: JudgedThing): boolean {
  return thing.thing === 'certificate' || thing.thing === 'hostname'
}

function missing(query: PageQuery): Html {
  const href = linkTo({
    ...query,
    q: undefined,
    state: undefined,
    group: undefined,
    zone: undefined,
    month: undefined,
    page: undefined,
  })
  return html`<p class="nothing">The row that the address opens is not in this list. <a href="${href}">Show all rows</a>. If it is not there either, it is not watched any more.</p>`
}

function table(rows: readonly Html[], query: PageQuery): Html {
  return html`<table class="list">
<caption class="hidden">Everything that is watched, the most urgent first; a name opens what is known of it</caption>
<thead><tr>${headings.map((heading) => headingCell(heading, query))}</tr></thead>
<tbody>
${rows}
</tbody>
</table>`
}

function headingCell({ text, column, sort }: Heading, query: PageQuery): Html {
  if (!sort) return html`<th scope="col" class="${column}">${text}</th>`
  const isPresent = query.sort === sort
  const descending = isPresent && !query.descending
  const href = linkTo(query, { sort, descending, page: undefined })
  const direction = isPresent && html` aria-sort="${query.descending ? 'descending' : 'ascending'}"`
  const arrow = html`<span class="arrow" aria-hidden="true">${isPresent ? (query.descending ? '▼' : '▲') : '↕'}</span>`
  return html`<th scope="col" class="${column}"${direction}><a href="${href}" id="sort-${sort}" data-live>${text}${arrow}</a></th>`
}
