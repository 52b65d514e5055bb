import { isClientCertificate, isKeptByCloudflare } from '../kinds/displayed-kinds.ts'
import { daemonPanel } from './daemon-panel.ts'
import { Html, html } from './html.ts'
import { movingPartsOf, type PageVersion, versionText } from './moving-parts.ts'
import { overview } from './overview.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo, parametersOf } from './query.ts'
import { script } from './script.ts'
import { contentSecurityPolicyOf } from './security-policy.ts'
import { style } from './style.ts'
import { results } from './table.ts'

const icon =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Cpath fill="%23b4530a" d="M8 1 2 3.5v4C2 11 4.6 13.9 8 15c3.4-1.1 6-4 6-7.5v-4z"/%3E%3Cpath fill="none" stroke="%23fff" stroke-width="1.6" d="m5 8 2.2 2.2L11 6.3"/%3E%3C/svg%3E'

/** The whole page. It loads nothing else, and it works without its script. */
export interface StatusPage {
  readonly text: string
  readonly version: PageVersion
  /** What stands in the page's moving elements, in their order. */
  readonly moving: readonly string[]
}

export function statusPage(facts: PageFacts): StatusPage {
  const body = bodyOf(facts)
  const { version, moving } = movingPartsOf(body.text, title(facts))
  const page = html`<!doctype html>
<html lang="en" data-now="${facts.now}" data-version="${versionText(version)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title(facts)}</title>
<link rel="icon" href="${new Html(icon.replaceAll('"', '&quot;'))}">
<style>${new Html(style)}</style>
${withoutScript(facts)}
</head>
${body}
</html>
`
  return { text: page.text, version, moving }
}

function bodyOf(facts: PageFacts): Html {
  return html`<body>
<a class="skip" href="#results">To the list</a>
<header><h1>${subject(facts)}</h1>${search(facts)}</header>
<p id="lost" role="alert" hidden></p>
<main>
${overview(facts)}
<section aria-labelledby="list-title"><h2 id="list-title" class="hidden">Certificates, hostnames and everything else that is watched</h2>
${results(facts)}
</section>
${daemonPanel(facts)}
</main>
<footer>cloudflare-cert-exporter ${facts.daemon.version} · all times in UTC · <a href="metrics">metrics</a> · <a href="api/v1/status">JSON</a> · <a href="calendar.ics">calendar</a> · <a href="runbooks">runbooks</a>${refreshSwitch(facts)}</footer>
<script>${new Html(script)}</script>
</body>`
}

const refreshSeconds = 30

/** Without the script the browser refreshes the page, unless the reader has switched that off. */
function withoutScript({ query }: PageFacts): Html | undefined {
  if (query.isStill) return undefined
  return html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>`
}

function refreshSwitch({ query }: PageFacts): Html {
  const href = linkTo(query, { isStill: !query.isStill })
  return html`<noscript> · <a href="${href}">${query.isStill ? 'Refresh this page by itself' : 'Stop refreshing this page'}</a></noscript>`
}

/** The number of things that page somebody. */
function title({ things }: PageFacts): string {
  const urgent = things.filter(({ severity }) => severity === 'critical').length
  return `${urgent > 0 ? `${urgent} critical - ` : ''}${subject({ things })}`
}

/** What the page is about. */
function subject({ things }: Pick<PageFacts, 'things'>): string {
  const hasOthers = things.some((thing) => {
    if (thing.thing !== 'certificate') return false
    const { kind } = thing.certificate.entry
    return isKeptByCloudflare(kind) && !isClientCertificate(kind)
  })
  return hasOthers ? 'Certificates at Cloudflare' : 'Client certificates at Cloudflare'
}

function search({ query }: PageFacts): Html {
  const kept = parametersOf({ ...query, q: undefined, page: undefined, open: undefined })
  const hidden = kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  return html`<form role="search" method="get" action=""><label class="hidden" for="q">Search</label><input type="search" id="q" name="q" value="${query.q ?? ''}" placeholder="Name, hostname, zone, id, serial, label…" autocomplete="off"><span id="kept">${hidden}</span> <button type="submit">Search</button></form>`
}

/** The script asks for the same page with another search or order. */
export const contentSecurityPolicy = contentSecurityPolicyOf({ style, script })
