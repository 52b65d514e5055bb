import { checkFailures } from '../inventory/check-failure.ts'
import type { Advice } from '../report/advice/advice.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import { inUseWord, problemWords } from '../report/words.ts'
import { commandsFor } from './commands.ts'
import { comparison } from './comparison.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { runbookUrl } from './runbook-url.ts'
import { lengthWords, moment, since } from './times.ts'

/** All that is known of one certificate, the most useful at night first. */
export function detail(listed: CertificateThing, report: CertificateReport, advice: Advice, facts: PageFacts): Html {
  return html`<div class="panel">
<h2><bdi>${shortened(report.name, 512)}</bdi></h2>
<p class="verdict">${advice.sentence} ${usage(report)}${whatToDo(advice)}</p>
<dl>${known(listed, report, facts)}</dl>
${comparison(listed)}
${byHand(report, facts)}
</div>`
}

function usage({ in_use, hostnames }: CertificateReport): string {
  if (in_use === null) return 'Whether Cloudflare presents it is not known.'
  if (!in_use) return 'Cloudflare presents another one, or none: it is not in use.'
  return hostnames.length > 0
    ? `Cloudflare presents it for ${hostnames.length === 1 ? 'one watched hostname' : `${hostnames.length} watched hostnames`}.`
    : 'Cloudflare presents it.'
}

function whatToDo({ action, runbook }: Advice): Html | undefined {
  if (action === undefined || runbook === undefined) return undefined
  return html` <strong>${action}.</strong> <a href="${runbookUrl(runbook)}" rel="noreferrer">Runbook: ${runbook}</a>`
}

function known(listed: CertificateThing, report: CertificateReport, facts: PageFacts): readonly Html[] {
  return [
    ...usedAndSeen(listed, report, facts),
    ...lastError(listed, facts),
    ...problems(report),
    ...chain(listed, facts),
    item('Status since', moment(listed.certificate.known?.statusSince)),
    ...terms(listed),
    ...identity(listed),
  ]
}

function usedAndSeen(
  { certificate: { entry, check, use } }: CertificateThing,
  report: CertificateReport,
  { now }: PageFacts,
): readonly Html[] {
  const seen = html`${since(check.lastSuccess, now)}, last asked for ${since(check.lastCheck, now)}; too long is ${lengthWords(entry.staleAfter)}`
  return [
    item('Hostnames', names(use.hostnames, 'none that is watched')),
    item('In use', html`${inUseWord(report.in_use)}`),
    item('Last seen', seen),
  ]
}

function problems({ problems }: CertificateReport): readonly Html[] {
  if (problems.length === 0) return []
  return [item('Problems', names(problems.map((problem) => problemWords[problem])))]
}

function terms({ certificate: { entry }, urgency: { thresholds } }: CertificateThing): readonly Html[] {
  const labels = Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`)
  const before = html`warning ${lengthWords(thresholds.warning)}, critical ${lengthWords(thresholds.critical)} before the end`
  return [
    item('Thresholds', before),
    item('Labels', names(labels, 'none')),
    item('Credential', html`${entry.credentials}`),
  ]
}

function identity({ certificate: { entry } }: CertificateThing): readonly Html[] {
  const { kind, zoneId, certificateId } = entry
  const path = [kind, zoneId, certificateId].map((part) => encodeURIComponent(part.toWellFormed())).join('/')
  return [
    item('Zone', html`<bdi>${shortened(entry.zone, 512)}</bdi> <code>${zoneId}</code>`),
    item('Certificate id', html`<code>${shortened(certificateId, 256)}</code> in the ${kind} store`),
    item('As JSON', html`<a href="api/v1/certificates/${path}">this certificate</a>`),
  ]
}

/** Those behind the certificate, whose ends count as its own does. */
function chain({ certificate }: CertificateThing, { now }: PageFacts): readonly Html[] {
  const behind = certificate.known?.facts?.chain ?? []
  if (behind.length === 0) return []
  const lines = behind.map(({ subject, notAfter }) => {
    const ends = notAfter < now ? 'ended' : 'ends'
    return html`<li><bdi>${shortened(subject, 256)}</bdi> ${ends} ${since(notAfter, now)}, on ${moment(notAfter)}</li>`
  })
  return [item('Chain', html`<ul>${lines}</ul>`)]
}

function lastError({ certificate }: CertificateThing, facts: PageFacts): readonly Html[] {
  const { failure } = certificate.check
  if (!failure) return []
  const heldBack = facts.daemon.credentials.find(({ name }) => name === certificate.entry.credentials)?.heldBack
  const next = Math.max(facts.now, heldBack?.nextAttempt ?? facts.daemon.nextCycle)
  const numbers = [failure.status && `HTTP ${failure.status}`, failure.code && `code ${failure.code}`].filter(Boolean)
  return [
    item(
      'Last error',
      html`<strong>${failure.reason}</strong>: ${checkFailures[failure.reason].sentence}. <span class="remark">${shortened(failure.detail, 1000)}</span>${numbers.length > 0 && html` (${numbers.join(', ')})`} Next attempt at the latest ${since(next, facts.now)}.`,
    ),
  ]
}

function item(term: string, description: Html): Html {
  return html`<div><dt>${term}</dt><dd>${description}</dd></div>`
}

function names(texts: readonly string[], none = ''): Html {
  if (texts.length === 0) return html`<span class="none">${none}</span>`
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
<p>What the certificate says:</p><pre tabindex="0" role="region" aria-label="openssl"><code>${commands.openssl}</code></pre>${
    report.chain.length > 0 &&
    html`
<p>What its whole chain says:</p><pre tabindex="0" role="region" aria-label="openssl, the chain"><code>${commands.chain}</code></pre>`
  }`
}
