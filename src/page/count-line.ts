import { counted } from '../inventory/counted.ts'
import { stateWords } from '../judgement/words.ts'
import { neverListedIn } from '../report/never-listed.ts'
import { type Group, groupOf, groups, isShownUnasked } from './groups.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, type PageQuery } from './query.ts'

/** The line above the table: the number of rows, links to groups, and the active filters. */
export function countLine(matched: number, facts: PageFacts): Html {
  return html`<p class="count"><span id="count" role="status">${shownOf(matched, facts)}</span>${groupLinks(facts)}${filtersOf(facts.query)}</p>`
}

function shownOf(matched: number, { things, query: { q, state, zone, month, group }, snapshot }: PageFacts): string {
  const all = things.filter(group === undefined ? isShownUnasked : (thing) => groupOf(thing) === group).length
  const least = neverListedIn(snapshot).length > 0 ? 'at least ' : ''
  const isFiltered = [q, state, zone, month].some((filter) => filter !== undefined)
  return isFiltered ? `${matched} of ${least}${all}` : `${least}${all} in all`
}

function groupWords(group: Group, count: number): string {
  switch (group) {
    case 'certificates':
    case 'hostnames':
    case 'credentials':
      return `${count} ${count === 1 ? group.slice(0, -1) : group}`
    case 'zones':
      return counted(count, 'list')
    case 'daemon':
      return 'this daemon'
  }
}

/** Links, each of which shows one group alone. */
function groupLinks({ things, query }: PageFacts): Html {
  const present = groups.filter((group) => group === query.group || things.some((thing) => groupOf(thing) === group))
  const links = present.map((group) => {
    const isPresent = query.group === group
    const href = linkTo(query, { group: isPresent ? undefined : group, page: undefined, open: undefined })
    const count = things.filter((thing) => groupOf(thing) === group).length
    return html` <a href="${href}" id="only-${group}" data-live${isPresent && html` aria-current="true"`}>${groupWords(group, count)}</a>`
  })
  return html`<span class="groups">${links}</span>`
}

/** Each active filter, with a link that removes it. */
function filtersOf(query: PageQuery): readonly Html[] {
  const filters = [
    ['search', 'q', query.q],
    ['state', 'state', query.state && stateWords[query.state]],
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
