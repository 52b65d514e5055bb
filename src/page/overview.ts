import type { UnixSeconds } from '../certificate/model.ts'
import { countVerdicts, type Listed } from '../report/sorted-certificates.ts'
import { type Verdict, verdictSentences, verdicts, verdictWords } from '../report/words.ts'
import { banners } from './banners.ts'
import { type Html, html } from './html.ts'
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
function isLate({ certificate: { entry, check } }: Listed, now: UnixSeconds, interval: number): boolean {
  return entry.kind !== 'drill' && Math.abs(now - (check.lastSuccess ?? 0)) > interval * 1.5
}

function oldest(late: readonly Listed[], now: UnixSeconds): Html {
  const seen = late.flatMap(({ certificate }) => certificate.check.lastSuccess ?? [])
  if (seen.length < late.length) return html`some of them never`
  return html`the oldest ${since(
    seen.reduce((a, b) => Math.min(a, b)),
    now,
  )}`
}

function totals({ all, query }: PageFacts): Html {
  const counts = countVerdicts(all)
  return html`<nav class="totals" aria-label="Certificates by state"><ul>
<li>${total('All', all.length, undefined, query, 'all that is watched')}</li>
${verdicts.map((verdict) => html`<li>${total(verdictWords[verdict], counts[verdict], verdict, query, verdictSentences[verdict])}</li>`)}
</ul></nav>`
}

function total(word: string, count: number, verdict: Verdict | undefined, query: PageQuery, meaning: string): Html {
  const isPresent = query.state === verdict
  const href = linkTo(query, { state: isPresent ? undefined : verdict, page: undefined, open: undefined })
  const current = isPresent && html` aria-current="true"`
  const kind = count === 0 ? 'zero' : `v-${verdict ?? 'all'}`
  return html`<a href="${href}" id="total-${verdict ?? 'all'}" data-live class="${kind}" title="${meaning}"${current}><b>${count}</b> <span>${word}</span></a>`
}
