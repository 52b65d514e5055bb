import { endsFirstInChain } from '../certificate/chain-end.ts'
import type { CertificateUse } from '../inventory/snapshot.ts'
import {
  type DisplayedKind,
  holderOf,
  isClientCertificate,
  isCoveredWhenUnused,
  isOfBundle,
} from '../kinds/displayed-kinds.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { inUseWord } from '../report/words.ts'
import { commandsFor } from './commands.ts'
import { comparison } from './comparison.ts'
import { item, lastError, names } from './definition.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { pastSection } from './past.ts'
import { silences } from './silences.ts'
import { lengthWords, moment, since } from './times.ts'
import { trustOfFile } from './trust-section.ts'

/** Everything that is known about one certificate. */
export function aboutCertificate(thing: CertificateThing, facts: PageFacts): Html {
  return html`<dl>${known(thing, facts)}</dl>
${pastSection(thing, facts)}
${comparison(thing)}
${byHand(thing, facts)}`
}

/** Says whether Cloudflare presents the certificate, unless the sentence of its state says so already. */
export function usageSentence({ state, certificate: { entry, use } }: CertificateThing): string {
  if (isOfBundle(entry.kind))
    return use.inUse === false ? ' The file has a renewed one with the same subject and key.' : ''
  if (state === 'expired' || state === 'unused') return ''
  if (!isClientCertificate(entry.kind)) return usageOfOthers(entry.kind, use)
  if (use.inUse === undefined) return ' Whether Cloudflare presents it is not known.'
  if (!use.inUse) return ' Cloudflare presents another one, or none: it is not in use.'
  const count = use.hostnames.length
  if (count === 0) return ' Cloudflare presents it.'
  return ` Cloudflare presents it for ${count === 1 ? 'one watched hostname' : `${count} watched hostnames`}.`
}

function usageOfOthers(kind: DisplayedKind, { hostnames: { length: count }, inUse }: CertificateUse): string {
  if (isCoveredWhenUnused(kind))
    return inUse === false
      ? ' Another one takes its place when it ends.'
      : ' Nothing is known that takes its place when it ends.'
  if (inUse === undefined) return ' Whether something uses it is not known.'
  if (!inUse) return ' Nothing uses it.'
  return count === 0 ? ' It is in use.' : ` It is in use for ${count === 1 ? 'one hostname' : `${count} hostnames`}.`
}

function known(thing: CertificateThing, facts: PageFacts): readonly Html[] {
  return [
    ...usedAndSeen(thing, facts),
    ...lastError(thing, facts),
    ...chain(thing, facts),
    ...trust(thing, facts),
    ...status(thing),
    ...terms(thing),
    ...identity(thing),
    ...silences(thing, facts),
  ]
}

function usedAndSeen({ certificate: { entry, check, use } }: CertificateThing, { now }: PageFacts): readonly Html[] {
  const seen = html`${since(check.lastSuccess, now)}, last asked for ${since(check.lastCheck, now)}; too long is ${lengthWords(entry.staleAfter)}`
  if (isOfBundle(entry.kind)) return [item('Last seen', seen)]
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
    ...(isOfBundle(entry.kind) ? [] : [item('Credential', html`${entry.credentials}`)]),
  ]
}

function identity({ certificate: { entry } }: CertificateThing): readonly Html[] {
  const { kind, scopeId, certificateId, placeName } = entry
  const path = [kind, scopeId, certificateId].map((part) => encodeURIComponent(part.toWellFormed())).join('/')
  return [
    item(holderWords[holderOf(kind)], html`<bdi>${shortened(placeName, 512)}</bdi> <code>${scopeId}</code>`),
    item(
      'Certificate id',
      html`<code>${shortened(certificateId, 256)}</code> in the ${kind} ${isOfBundle(kind) ? scopeId : 'store'}`,
    ),
    item('As JSON', html`<a href="api/v1/certificates/${path}">this certificate</a>`),
  ]
}

const holderWords: Readonly<Record<ReturnType<typeof holderOf>, string>> = {
  zone: 'Zone',
  account: 'Account',
  bundle: 'CA file',
}

function trust({ certificate }: CertificateThing, { now }: PageFacts): readonly Html[] {
  return (certificate.trust ?? []).map((each) => item('Trusted by', trustOfFile(each, now)))
}

/** The chain: the certificate and its issuers, each signed by the next. The chain ends when the first of them ends. */
function chain({ certificate }: CertificateThing, { now }: PageFacts): readonly Html[] {
  const facts = certificate.known?.facts
  if (!facts || facts.chain.length === 0) return []
  const first = endsFirstInChain(facts)
  const lines = [facts, ...facts.chain].map((each) => {
    const ends = each.notAfter < now ? 'ended' : 'ends'
    const isFirst = each === first
    return html`<li${isFirst && html` class="first"`}><bdi>${shortened(each.subject, 256)}</bdi> ${ends} ${since(each.notAfter, now)}, on ${moment(each.notAfter)}${isFirst && ': before the certificate itself'}</li>`
  })
  return [item('Chain', html`<ol class="chain">${lines}</ol>`)]
}

function byHand({ certificate: { entry, known } }: CertificateThing, { daemon }: PageFacts): Html {
  const credential = daemon.credentials.find(({ name }) => name === entry.credentials)?.kind ?? 'token'
  const commands = commandsFor(entry, daemon.baseUrl, credential)
  if (!commands) {
    const what = isOfBundle(entry.kind) ? 'in a CA file' : 'a drill'
    return html`<p class="none">This certificate is ${what}. Cloudflare does not know it.</p>`
  }
  const { curl, ofPem } = commands
  const hasChain = (known?.facts?.chain ?? []).length > 0
  return html`<h3>By hand</h3>
${command('What the API says', 'curl', curl)}
${ofPem && command('What the certificate says', 'openssl', ofPem.openssl)}
${ofPem && hasChain && command('What its whole chain says', 'openssl, the chain', ofPem.chain)}`
}

/** The button works only with the script, so the script shows it. */
function command(what: string, label: string, line: string): Html {
  return html`<p>${what}:</p><pre tabindex="0" role="region" aria-label="${label}"><code>${line}</code></pre><button type="button" class="copy" hidden>Copy</button>`
}
