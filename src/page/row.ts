import { createHash } from 'node:crypto'
import type { UnixSeconds } from '../certificate/model.ts'
import { stateWords } from '../judgement/words.ts'
import { type Advice, adviceOn } from '../report/advice/advice.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { leftWord } from '../report/words.ts'
import { detail } from './detail.ts'
import { type Html, html, shortened } from './html.ts'
import { lifetimeBar } from './lifetime-bar.ts'
import type { PageFacts } from './page-facts.ts'
import { pastStrip } from './past.ts'
import { linkTo } from './query.ts'
import { remarksBeside } from './remarks.ts'
import { levelClass } from './severity-class.ts'
import { clockTime, date, since } from './times.ts'
import { usageCell } from './usage-cell.ts'

/** The row of a thing, followed by its details if it is open. */
export function rowOf(thing: JudgedThing, facts: PageFacts, columns: number): Html {
  const { key, state, placeName } = thing
  const { now, query } = facts
  const advice = adviceOn(thing)
  const isOpen = query.open === key
  return html`<tr class="${levelClass(thing)}${isUnused(thing) && ' unused'}${isOpen && ' open'}">${[
    cell(
      'state',
      html`<b class="badge">${stateWords[state]}</b>${isDrill(thing) && html` <span class="badge drill">drill</span>`}`,
    ),
    cell('left', left(thing, now)),
    html`<th scope="row" class="c-what">${opener(thing, facts)}</th>`,
    cell('zone', placeName === undefined ? none : html`${shortened(placeName, 120)}`),
    cell('use', usageCell(thing, facts)),
    cell('past', thing.thing === 'certificate' ? pastStrip(thing, facts) : undefined),
    cell('seen', lastSeen(thing, now)),
    cell('todo', whatToDo(thing, advice, facts)),
  ]}</tr>${isOpen && html`<tr class="detail"><td colspan="${columns}" id="details">${detail(thing, advice, facts)}</td></tr>`}
`
}

const none = html`<span class="none">–</span>`

/** @param column the heading's, whose class sets the width */
function cell(column: string, content: Html | undefined): Html {
  return html`<td class="c-${column}">${content}</td>`
}

function isUnused(thing: JudgedThing): boolean {
  return thing.thing === 'certificate' && thing.certificate.use.inUse === false
}

function isDrill(thing: JudgedThing): boolean {
  return thing.thing === 'certificate' && thing.certificate.entry.kind === 'drill'
}

function opener({ key, name }: JudgedThing, { query }: PageFacts): Html {
  const isOpen = query.open === key
  const href = isOpen ? linkTo(query, { open: undefined }) : `${linkTo(query, { open: key })}#details`
  const state = isOpen ? html` aria-expanded="true" aria-controls="details"` : html` aria-expanded="false"`
  return html`<a class="opener" href="${href}" id="${idOf(key)}"${state}>${shortened(name, 120)}</a>`
}

/** Short, because a page has a hundred. The script finds the focused row by it after a refresh. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 10)
}

function left(thing: JudgedThing, now: UnixSeconds): Html {
  const { expiry } = thing
  if (expiry === undefined) return none
  const bar = thing.thing === 'certificate' && lifetimeBar(thing, now)
  return html`<b data-moving>${leftWord((expiry - now) / 86_400)}</b> ${date(expiry)}${bar}`
}

/** The last state stays during an outage, and is marked as stale. */
function lastSeen({ reading, state }: JudgedThing, now: UnixSeconds): Html {
  if (!reading) return none
  const { failure, lastSuccess } = reading
  if (!failure && state !== 'stale') return since(lastSuccess, now)
  return lastSuccess === undefined
    ? since(undefined, now)
    : html`<span class="old">as of ${clockTime(lastSuccess, now)}</span>`
}

/** Says nothing if there is nothing to do, unless the other cells do not show why. */
function whatToDo(thing: JudgedThing, { action, sentence }: Advice, facts: PageFacts): Html {
  const said = action !== undefined && html`<strong>${action}.</strong> ${shortened(sentence, 400)}`
  const remarks = remarksBeside(thing, facts).map((remark) => html` ${shortened(remark, 300)}.`)
  return html`${said}${remarks}`
}
