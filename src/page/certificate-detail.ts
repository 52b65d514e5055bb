import { kinds } from '../kinds/kinds.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { inUseWord } from '../report/words.ts'
import { commandsFor } from './commands.ts'
import { comparison } from './comparison.ts'
import { item, lastError, names } from './definition.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { lengthWords, moment, since } from './times.ts'

/** All that is known of one certificate. */
export function aboutCertificate(thing: CertificateThing, facts: PageFacts): Html {
  return html`<dl>${known(thing, facts)}</dl>
${comparison(thing)}
${byHand(thing, facts)}`
}

/** Whether Cloudflare presents it, where the sentence of its state does not say so. */
export function usageSentence({ state, certificate: { use } }: CertificateThing): string {
  if (state === 'expired' || state === 'unused') return ''
  if (use.inUse === undefined) return ' Whether Cloudflare presents it is not known.'
  if (!use.inUse) return ' Cloudflare presents another one, or none: it is not in use.'
  const count = use.hostnames.length
  if (count === 0) return ' Cloudflare presents it.'
  return ` Cloudflare presents it for ${count === 1 ? 'one watched hostname' : `${count} watched hostnames`}.`
}

function known(thing: CertificateThing, facts: PageFacts): readonly Html[] {
  return [
    ...usedAndSeen(thing, facts),
    ...lastError(thing, facts),
    ...chain(thing, facts),
    ...status(thing),
    ...terms(thing),
    ...identity(thing),
  ]
}

function usedAndSeen({ certificate: { entry, check, use } }: CertificateThing, { now }: PageFacts): readonly Html[] {
  const seen = html`${since(check.lastSuccess, now)}, last asked for ${since(check.lastCheck, now)}; too long is ${lengthWords(entry.staleAfter)}`
  return [
    item('Hostnames', names(use.hostnames, 'none that is watched')),
    item('In use', html`${inUseWord(use.inUse ?? null)}`),
    item('Last seen', seen),
  ]
}

function status({ certificate: { known } }: CertificateThing): readonly Html[] {
  const word = known?.record.status
  if (word === undefined) return []
  return [item('Status', html`<bdi>${shortened(word, 120)}</bdi> since ${moment(known?.statusSince)}`)]
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
  const { kind, scopeId, certificateId, placeName } = entry
  const path = [kind, scopeId, certificateId].map((part) => encodeURIComponent(part.toWellFormed())).join('/')
  return [
    item(scopeWord(kind), html`<bdi>${shortened(placeName, 512)}</bdi> <code>${scopeId}</code>`),
    item('Certificate id', html`<code>${shortened(certificateId, 256)}</code> in the ${kind} store`),
    item('As JSON', html`<a href="api/v1/certificates/${path}">this certificate</a>`),
  ]
}

function scopeWord(kind: CertificateThing['certificate']['entry']['kind']): string {
  return kind === 'drill' || kinds[kind].scope === 'zone' ? 'Zone' : 'Account'
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

function byHand({ certificate: { entry, known } }: CertificateThing, { daemon }: PageFacts): Html {
  const credential = daemon.credentials.find(({ name }) => name === entry.credentials)?.kind ?? 'token'
  const commands = commandsFor(entry, daemon.baseUrl, credential)
  if (!commands) return html`<p class="none">Nobody asks Cloudflare for this one: it is a drill.</p>`
  return html`<h3>By hand</h3>
<p>What the API says:</p><pre tabindex="0" role="region" aria-label="curl"><code>${commands.curl}</code></pre>
<p>What the certificate says:</p><pre tabindex="0" role="region" aria-label="openssl"><code>${commands.openssl}</code></pre>${
    (known?.facts?.chain ?? []).length > 0 &&
    html`
<p>What its whole chain says:</p><pre tabindex="0" role="region" aria-label="openssl, the chain"><code>${commands.chain}</code></pre>`
  }`
}
