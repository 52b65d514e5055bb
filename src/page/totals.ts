import { severities } from '../judgement/severity.ts'
import { type State, states } from '../judgement/states.ts'
import { stateSentences, stateWords } from '../judgement/words.ts'
import { countsOf } from '../report/filters.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { neverListedIn } from '../report/never-listed.ts'
import { isShownUnasked } from './groups.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, type PageQuery } from './query.ts'
import { levelClass } from './severity-class.ts'

/** These states have a tile even if their number is 0. */
const alwaysShown: ReadonlySet<State> = new Set(['expired', 'critical', 'warning', 'unknown', 'ok'])

/** The number of rows in each state, in the order of the rows. Each tile is a filter. */
export function totals({ things, query, snapshot }: PageFacts): Html {
  const rows = things.filter(isShownUnasked)
  const counts = countsOf<State>(
    states,
    rows.map(({ state }) => state),
  )
  const shown = states.filter((state) => counts[state] > 0 || alwaysShown.has(state) || query.state === state)
  const isLeast = neverListedIn(snapshot).length > 0
  const all = { word: 'All', count: rows.length, isLeast, kind: 'v-all', meaning: 'all that is watched' }
  return html`<nav class="totals" aria-label="How many are in each state"><ul>
<li>${total(undefined, all, query)}</li>
${shown.map((state) => html`<li>${total(state, { word: stateWords[state], count: counts[state], isLeast: false, kind: colour(state, rows), meaning: stateSentences[state] }, query)}</li>`)}
</ul></nav>`
}

function colour(state: State, rows: readonly JudgedThing[]): string {
  const inState = rows.filter((thing) => thing.state === state)
  const severity = severities.find((each) => inState.some((thing) => thing.severity === each))
  return severity ? levelClass({ state, severity }) : 'zero'
}

interface Total {
  readonly word: string
  readonly count: number
  /** There may be more certificates that no listing has shown. */
  readonly isLeast: boolean
  readonly kind: string
  readonly meaning: string
}

function total(state: State | undefined, { word, count, isLeast, kind, meaning }: Total, query: PageQuery): Html {
  const isPresent = query.state === state
  const href = linkTo(query, { state: isPresent ? undefined : state, page: undefined, open: undefined })
  const current = isPresent && html` aria-current="true"`
  const least = isLeast && html`<span class="least">at least</span> `
  return html`<a href="${href}" id="total-${state ?? 'all'}" data-live class="${kind}" title="${meaning}"${current}><b>${least}${count}</b> <span>${word}</span></a>`
}
