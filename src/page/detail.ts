import type { UnixSeconds } from '../certificate/model.ts'
import { checkFailureSentences } from '../inventory/check-failure.ts'
import type { Listed } from '../report/listing.ts'
import type { CertificateReport } from '../report/schema.ts'
import { inUseWord, problemWords, verdictSentences } from '../report/words.ts'
import { type Advice, runbookUrl } from './advice.ts'
import { commandsFor } from './commands.ts'
import { comparison } from './comparison.ts'
import type { PageFacts } from './facts.ts'
import { type Html, html, shortened } from './html.ts'
import { lengthWords, moment, since } from './times.ts'

/** All that is known of one certificate, the most useful at night first. */
export function detail(listed: Listed, report: CertificateReport, advice: Advice, facts: PageFacts): Html {
  return html`<div class="panel">
<h2><bdi>${shortened(report.name, 512)}</bdi></h2>
<p class="verdict">${answer(listed, report, facts)}${whatToDo(advice)}</p>
<dl>${known(listed, report, facts)}</dl>
${comparison(listed)}
${byHand(report, facts)}
</div>`
}

/** The questions of whoever was woken, in a sentence each. */
function answer({ standing, verdict }: Listed, report: CertificateReport, { now }: PageFacts): Html {
  const end = standing.expiry === undefined ? undefined : standing.expiry < now ? 'It ended' : 'It ends'
  const ends = end && html` ${end} ${since(standing.expiry, now)}, on ${moment(standing.expiry)}.`
  const sentence = verdictSentences[verdict]
  return html`${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.${ends} ${usage(report)}`
}

function usage({ in_use, hostnames }: CertificateReport): string {
  if (in_use === null) return 'Whether Cloudflare presents it is not known.'
  if (!in_use) return 'Cloudflare presents another one, or none: it is not in use.'
  return hostnames.length > 0
    ? `Cloudflare presents it for ${hostnames.length === 1 ? 'one watched hostname' : `${hostnames.length} watched hostnames`}.`
    : 'Cloudflare presents it.'
}

function whatToDo({ todo, runbook }: Advice): Html | undefined {
  if (todo === undefined || runbook === undefined) return undefined
  return html` <strong>${todo}.</strong> <a href="${runbookUrl(runbook)}" rel="noreferrer">Runbook: ${runbook}</a>`
}

function known({ certificate, standing }: Listed, report: CertificateReport, facts: PageFacts): readonly Html[] {
  const { entry, check, known, use } = certificate
  const { now } = facts
  const labels = Object.entries(entry.labels)
  return [
    item(
      'Hostnames',
      use.hostnames.length > 0 ? names(use.hostnames) : html`<span class="none">none that is watched</span>`,
    ),
    item('In use', html`${inUseWord(report.in_use)}`),
    item(
      'Last seen',
      html`${since(check.lastSuccess, now)}, last asked for ${since(check.lastCheck, now)}; too long is ${lengthWords(entry.staleAfter)}`,
    ),
    ...lastError({ certificate, facts }),
    ...(report.problems.length > 0
      ? [item('Problems', names(report.problems.map((problem) => problemWords[problem])))]
      : []),
    ...chain({ certificate, now }),
    item('Status since', moment(known?.statusSince)),
    item(
      'Thresholds',
      html`warning ${lengthWords(standing.thresholds.warning)}, critical ${lengthWords(standing.thresholds.critical)} before the end`,
    ),
    item(
      'Labels',
      labels.length > 0
        ? names(labels.map(([name, value]) => `${name}=${value}`))
        : html`<span class="none">none</span>`,
    ),
    item('Credential', html`${entry.credentials}`),
    item('Zone', html`<bdi>${shortened(entry.zone, 512)}</bdi> <code>${entry.zoneId}</code>`),
    item('Certificate id', html`<code>${shortened(entry.certificateId, 256)}</code> in the ${entry.kind} store`),
    item(
      'As JSON',
      html`<a href="api/v1/certificates/${encodeURIComponent(entry.kind)}/${encodeURIComponent(entry.zoneId)}/${encodeURIComponent(entry.certificateId)}">this certificate</a>`,
    ),
  ]
}

/** Those behind the certificate, whose ends count as its own does. */
function chain({ certificate, now }: { certificate: Listed['certificate']; now: UnixSeconds }): readonly Html[] {
  const behind = certificate.known?.facts?.chain ?? []
  if (behind.length === 0) return []
  const lines = behind.map(({ subject, notAfter }) => {
    const ends = notAfter < now ? 'ended' : 'ends'
    return html`<li><bdi>${shortened(subject, 256)}</bdi> ${ends} ${since(notAfter, now)}, on ${moment(notAfter)}</li>`
  })
  return [item('Chain', html`<ul>${lines}</ul>`)]
}

function lastError({ certificate, facts }: { certificate: Listed['certificate']; facts: PageFacts }): readonly Html[] {
  const { failure } = certificate.check
  if (!failure) return []
  const heldBack = facts.daemon.credentials.find(({ name }) => name === certificate.entry.credentials)?.heldBack
  const next = Math.max(facts.now, heldBack?.nextAttempt ?? facts.daemon.nextCycle)
  const numbers = [failure.status && `HTTP ${failure.status}`, failure.code && `code ${failure.code}`].filter(Boolean)
  return [
    item(
      'Last error',
      html`<strong>${failure.reason}</strong>: ${checkFailureSentences[failure.reason]}. <span class="remark">${shortened(failure.detail, 1000)}</span>${numbers.length > 0 && html` (${numbers.join(', ')})`} Next attempt at the latest ${since(next, facts.now)}.`,
    ),
  ]
}

function item(term: string, description: Html): Html {
  return html`<div><dt>${term}</dt><dd>${description}</dd></div>`
}

function names(texts: readonly string[]): Html {
  const most = 50
  const shown = texts.slice(0, most).map((text) => html`<li><bdi>${shortened(text, 256)}</bdi></li>`)
  return html`<ul>${shown}${texts.length > most && html`<li class="none">and ${texts.length - most} more</li>`}</ul>`
}

function byHand(report: CertificateReport, { daemon }: PageFacts): Html | undefined {
  const kind = daemon.credentials.find(({ name }) => name === report.credentials)?.kind ?? 'token'
  const commands = commandsFor(report, daemon.baseUrl, kind)
  if (!commands) return html`<p class="none">Nobody asks Cloudflare for this one: it is a drill.</p>`
  return html`<h3>By hand</h3>
<p>What the API says:</p><pre tabindex="0" role="region" aria-label="curl"><code>${commands.curl}</code></pre>
<p>What the certificate says:</p><pre tabindex="0" role="region" aria-label="openssl"><code>${commands.openssl}</code></pre>`
}
