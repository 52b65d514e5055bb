import type { UnixSeconds } from '../certificate/model.ts'
import { stateWords } from '../judgement/words.ts'
import { type Advice, adviceOn } from '../report/advice/advice.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { leftWord } from '../report/words.ts'
import { detail } from './detail.ts'
import { type Html, html, nameOf, shortened } from './html.ts'
import { lifetimeBar } from './lifetime-bar.ts'
import type { PageFacts } from './page-facts.ts'
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
  return html`<tr role="row" class="${levelClass(thing)}${isUnused(thing) && ' unused'}${isOpen && ' open'}">
${cell('State', html`<span class="badge">${stateWords[state]}</span>${isDrill(thing) && html` <span class="badge drill">drill</span>`}`)}
${cell('Left', left(thing, now))}
<th scope="row" role="rowheader" data-label="What">${opener(thing, facts)}</th>
${cell('Zone', placeName === undefined ? none : nameOf(placeName))}
${cell('In use', usageCell(thing, facts))}
${cell('Last seen', lastSeen(thing, now))}
${cell('What to do', whatToDo(thing, advice, facts))}
</tr>${
    isOpen &&
    html`
<tr role="row" class="detail"><td role="cell" colspan="${columns}" id="details">${detail(thing, advice, facts)}</td></tr>`
  }`
}

const none = html`<span class="none">–</span>`

function cell(label: string, content: Html | string): Html {
  return html`<td role="cell" data-label="${label}">${content}</td>`
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
  return html`<a class="opener" href="${href}" id="${idOf(key)}" data-live${state}>${nameOf(name)}</a>`
}

/** encodeURIComponent throws at half of a surrogate pair, and the whole page would fail. */
function idOf(key: string): string {
  return encodeURIComponent(key.toWellFormed()).replaceAll('%2F', '/')
}

function left(thing: JudgedThing, now: UnixSeconds): Html {
  const { expiry } = thing
  if (expiry === undefined) return none
  const bar = thing.thing === 'certificate' && lifetimeBar(thing, now)
  return html`<span class="left-word">${leftWord((expiry - now) / 86_400)}</span> ${date(expiry)}${bar}`
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
  if (said === false && remarks.length === 0) return html``
  return html`<div class="says">${said}${remarks}</div>`
}
