import type { UnixSeconds } from '../certificate/model.ts'
import { compareJudgements } from '../judgement/certificate.ts'
import { type CertificateState, certificateStates } from '../judgement/certificate-states.ts'
import { stateSentences, stateWords } from '../judgement/words.ts'
import { countsOf } from '../report/filters.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { banners } from './banners.ts'
import { type Html, html } from './html.ts'
import { levelClass } from './level.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, type PageQuery } from './query.ts'
import { timeline } from './timeline.ts'
import { since } from './times.ts'

/** Freshness, banners, totals and the coming year: what is seen before any single certificate. */
export function overview(facts: PageFacts): Html {
  return html`<div id="overview">
<p class="fresh">${freshness(facts)}</p>
${banners(facts)}
<div class="top">${totals(facts)}${timeline(facts)}</div>
</div>`
}

function freshness({ all, now, daemon }: PageFacts): Html {
  // Nobody asks Cloudflare for the certificate of a drill.
  const seen = all.flatMap(({ certificate: { entry, check } }) =>
    entry.kind === 'drill' ? [] : (check.lastSuccess ?? []),
  )
  if (seen.length === 0) return html`Nothing has been read from Cloudflare yet.`
  // Not Math.max(...): ten thousand arguments are many.
  const newest = seen.reduce((a, b) => Math.max(a, b))
  const late = all.filter((listed) => isLate(listed, now, daemon.schedule.intervalSeconds))
  const older =
    late.length > 0 &&
    html`; <strong>${late.length} of ${all.length} not since the last cycle</strong>, ${oldest(late, now)}`
  return html`As of ${since(newest, now)}${older}. Next cycle ${since(daemon.nextCycle, now)}.`
}

/** A cycle and a half without a success: something kept it, or the clock was set back since. */
function isLate({ certificate: { entry, check } }: CertificateThing, now: UnixSeconds, interval: number): boolean {
  return entry.kind !== 'drill' && Math.abs(now - (check.lastSuccess ?? 0)) > interval * 1.5
}

function oldest(late: readonly CertificateThing[], now: UnixSeconds): Html {
  const seen = late.flatMap(({ certificate }) => certificate.check.lastSuccess ?? [])
  if (seen.length < late.length) return html`some of them never`
  return html`the oldest ${since(
    seen.reduce((a, b) => Math.min(a, b)),
    now,
  )}`
}

/** These have their place also where there are none. */
const alwaysShown: ReadonlySet<CertificateState> = new Set(['expired', 'critical', 'warning', 'unknown', 'ok'])

/** In the order of the rows: by the worst that a certificate of the state has. */
function totals({ all, query }: PageFacts): Html {
  const counts = countsOf(
    certificateStates,
    all.map(({ state }) => state),
  )
  const shown = certificateStates.filter(
    (state) => counts[state] > 0 || alwaysShown.has(state) || query.state === state,
  )
  return html`<nav class="totals" aria-label="Certificates by state"><ul>
<li>${total('All', all.length, undefined, 'v-all', query, 'all that is watched')}</li>
${shown.map((state) => html`<li>${total(stateWords[state], counts[state], state, colour(state, all), query, stateSentences[state])}</li>`)}
</ul></nav>`
}

function colour(state: CertificateState, all: readonly CertificateThing[]): string {
  const [worst] = all.filter((listed) => listed.state === state).sort(compareJudgements)
  return worst ? levelClass(worst) : 'zero'
}

function total(
  word: string,
  count: number,
  state: CertificateState | undefined,
  kind: string,
  query: PageQuery,
  meaning: string,
): Html {
  const isPresent = query.state === state
  const href = linkTo(query, { state: isPresent ? undefined : state, page: undefined, open: undefined })
  const current = isPresent && html` aria-current="true"`
  return html`<a href="${href}" id="total-${state ?? 'all'}" data-live class="${kind}" title="${meaning}"${current}><b>${count}</b> <span>${word}</span></a>`
}
