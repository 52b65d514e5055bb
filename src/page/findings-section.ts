import type { UnixSeconds } from '../certificate/model.ts'
import { type Finding, findingsIn } from '../report/findings.ts'
import { domain, type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { runbookUrl } from './runbook-url.ts'
import { since } from './times.ts'

const most = 100
const headings = ['What', 'Zone', 'Finding', 'Last read', 'Runbook']

/** What no row of a certificate shows: hostnames that present none of their own, and what cannot be read. */
export function findingsSection({ snapshot, now }: PageFacts): Html {
  const found = findingsIn(snapshot)
  if (found.length === 0) return html``
  const rows = found.slice(0, most).map((finding) => row(finding, now))
  return html`<section id="readings" aria-labelledby="readings-title"><h2 id="readings-title">Hostnames, zones and discovery</h2>
<table role="table"><caption class="hidden">Hostnames without a certificate of their own, and what cannot be read</caption>
<thead role="rowgroup"><tr role="row">${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows}
</tbody></table>
${found.length > most && html`<p class="none">and ${found.length - most} more</p>`}</section>`
}

function row({ what, zone, says, isBad, failure, lastSuccess }: Finding, now: UnixSeconds): Html {
  const runbook = failure ? 'CloudflareDiscoveryFailing' : 'CloudflareHostnameWithoutCert'
  return html`<tr role="row"><th scope="row" role="rowheader" data-label="What"><bdi>${shortened(what, 256)}</bdi></th>
<td role="cell" data-label="Zone">${domain(zone)}</td>
<td role="cell" data-label="Finding"><strong>${isBad ? 'Look into it:' : 'Fine:'}</strong> ${shortened(says, 400)}</td>
<td role="cell" data-label="Last read">${since(lastSuccess, now)}</td>
<td role="cell" data-label="Runbook">${isBad && html`<a href="${runbookUrl(runbook)}" rel="noreferrer">${runbook}</a>`}</td></tr>
`
}
