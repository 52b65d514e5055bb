import type { UnixSeconds } from '../certificate/model.ts'
import { isKeptByCloudflare, isOfBundle } from '../kinds/displayed-kinds.ts'
import { type CertificateThing, isCertificate } from '../report/judged-thing.ts'
import { banners } from './banners.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { timeline } from './timeline.ts'
import { since } from './times.ts'
import { totals } from './totals.ts'

/** The part above the table: freshness, banners, totals and the coming year. */
export function overview(facts: PageFacts): Html {
  return html`<div id="overview">
<p class="fresh">${freshness(facts)}</p>
${banners(facts)}
<div class="top">${totals(facts)}${timeline(facts)}</div>
</div>`
}

function freshness({ things, now, daemon }: PageFacts): Html {
  const read = things.filter(isCertificate).filter((thing) => !isNotAskedFor(thing))
  const asked = things.filter((thing) => thing.reading !== undefined && !isNotAskedFor(thing))
  const areFilesRead = things.filter(isCertificate).some(({ certificate }) => isOfBundle(certificate.entry.kind))
  if (asked.length === 0 && areFilesRead)
    return html`Cloudflare is asked for nothing. Next look at the files ${since(daemon.nextCycle, now)}.`
  const seen = asked.flatMap(({ reading }) => reading?.lastSuccess ?? [])
  if (seen.length === 0) return html`Nothing has been read from Cloudflare yet.`
  // Math.max(...) fails with too many arguments.
  const newest = seen.reduce((a, b) => Math.max(a, b))
  const late = read.filter((thing) => isLate(thing, now, daemon.schedule.intervalSeconds)).length
  const older =
    late > 0 && html`; <strong>${late} of ${read.length} certificates were not read in the last cycle</strong>`
  return html`As of ${since(newest, now)}${older}. Next cycle ${since(daemon.nextCycle, now)}.`
}

/** The certificate of a drill and those of CA files are never read from Cloudflare. */
function isNotAskedFor(thing: PageFacts['things'][number]): boolean {
  return thing.thing === 'certificate' && !isKeptByCloudflare(thing.certificate.entry.kind)
}

/** Late: no success for one and a half cycles, or a success in the future because the clock was set back. */
function isLate({ certificate: { check } }: CertificateThing, now: UnixSeconds, interval: number): boolean {
  return Math.abs(now - (check.lastSuccess ?? 0)) > interval * 1.5
}
