import type { UnixSeconds } from '../certificate/model.ts'
import { stateWords } from '../judgement/words.ts'
import { kinds } from '../kinds/kinds.ts'
import { type Advice, adviceOn } from '../report/advice/advice.ts'
import { furtherRemarks } from '../report/advice/certificate-advice.ts'
import { reportOnOne } from '../report/certificate-report.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import { inUseWord, leftWord } from '../report/words.ts'
import { detail } from './detail.ts'
import { domain, type Html, html, shortened } from './html.ts'
import { levelClass } from './level.ts'
import { lifetimeBar } from './lifetime-bar.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo } from './query.ts'
import { clockTime, date, since } from './times.ts'

const longestName = 120
const hostnamesShown = 3

/** A certificate's row, and behind it the opened one's details. */
export function rowOf(listed: CertificateThing, facts: PageFacts, columns: number): Html {
  const { certificate, state, key } = listed
  const { now, query } = facts
  const report = reportOnOne(listed, now)
  const advice = adviceOn(listed)
  const isOpen = query.open === key
  const quiet = report.in_use === false && ' unused'
  return html`<tr role="row" class="${levelClass(listed)}${quiet}${isOpen && ' open'}">
${cell('State', html`<span class="badge">${stateWords[state]}</span>${asOf(report, certificate.check.lastSuccess, now)}${report.kind === 'drill' && html` <span class="badge drill">drill</span>`}`)}
${cell('Left', left(listed, report, now))}
<th scope="row" role="rowheader" data-label="Certificate">${opener(listed, report, facts)}</th>
${cell('Zone', domain(report.zone))}
${cell('Hostnames', hostnames(report))}
${cell('Status', statusWord(report))}
${cell('In use', report.in_use === null ? html`<span class="none">not known</span>` : inUseWord(report.in_use))}
${cell('Last seen', html`${since(certificate.check.lastSuccess, now)}${report.stale && report.last_success !== null && html`<span class="remark">too long ago</span>`}`)}
${cell('What to do', whatToDo(listed, report, advice))}
</tr>${
    isOpen &&
    html`
<tr role="row" class="detail"><td role="cell" colspan="${columns}" id="details">${detail(listed, report, advice, facts)}</td></tr>`
  }`
}

/** An outage takes nothing back: the last state stays, and is marked as old. */
function asOf({ error, state }: CertificateReport, lastSuccess: UnixSeconds | undefined, now: UnixSeconds) {
  if (!error || lastSuccess === undefined || state === 'unknown') return undefined
  return html`<span class="remark">as of ${clockTime(lastSuccess, now)}</span>`
}

function cell(label: string, content: Html | string): Html {
  return html`<td role="cell" data-label="${label}">${content}</td>`
}

function opener({ key }: CertificateThing, report: CertificateReport, { query }: PageFacts): Html {
  const isOpen = query.open === key
  // Half of a surrogate pair would throw, and take the whole page with it.
  const id = encodeURIComponent(key.toWellFormed())
  const href = `${linkTo(query, { open: isOpen ? undefined : key })}#${id}`
  const state = isOpen ? html` aria-expanded="true" aria-controls="details"` : html` aria-expanded="false"`
  return html`<a class="opener" href="${href}" id="${id}" data-live${state}><bdi>${shortened(report.name, longestName)}</bdi></a>`
}

function left(listed: CertificateThing, { days_left }: CertificateReport, now: UnixSeconds): Html {
  if (days_left === null) return html`<span class="none">–</span>`
  return html`<span class="left-word">${leftWord(days_left)}</span> ${date(listed.urgency.expiry)}${lifetimeBar(listed, now)}`
}

/** May break where a word of the API's does. */
function statusWord({ status }: CertificateReport): Html {
  if (status === null) return html`<span class="none">–</span>`
  return html`${status.split('_').map((part, i) => html`${i > 0 && html`_<wbr>`}${part}`)}`
}

function hostnames({ hostnames, kind, in_use }: CertificateReport): Html {
  if (hostnames.length === 0) {
    const all = in_use && kind !== 'drill' ? kinds[kind].words.usedByAll : undefined
    return html`<span class="none">${all ?? '–'}</span>`
  }
  const shown = hostnames
    .slice(0, hostnamesShown)
    .map((hostname) => html`<span class="host">${domain(hostname)}</span> `)
  const more = hostnames.length - hostnamesShown
  return html`${shown}${more > 0 && html`<span class="none">and ${more} more</span>`}`
}

function whatToDo(listed: CertificateThing, report: CertificateReport, { action, sentence }: Advice): Html {
  const { error } = report
  const cause = error ? [`${error.reason}: ${error.meaning}: ${error.detail}`] : []
  const remarks = [...(action === undefined ? [] : [sentence]), ...furtherRemarks(listed), ...cause]
  return html`<strong>${action ?? ''}</strong>${remarks.map((remark) => html` <span class="remark">${shortened(remark, 240)}</span>`)}`
}
