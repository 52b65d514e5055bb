import { isOfBundle, usedByAllOf } from '../kinds/displayed-kinds.ts'
import type { CertificateThing, HostnameThing, JudgedThing } from '../report/judged-thing.ts'
import { type Html, html, nameOf, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { linkTo } from './query.ts'

/** The hostnames that use a certificate, or the certificate that a hostname presents. */
export function usageCell(thing: JudgedThing, facts: PageFacts): Html {
  switch (thing.thing) {
    case 'certificate':
      return users(thing)
    case 'hostname':
      return presented(thing, facts)
    default:
      return html`<span class="none">–</span>`
  }
}

function users({ certificate: { entry, use } }: CertificateThing): Html {
  const { hostnames, inUse } = use
  if (hostnames.length === 0) {
    if (inUse === undefined) return html`<span class="none">${isOfBundle(entry.kind) ? '–' : 'not known'}</span>`
    return html`${inUse ? (usedByAllOf(entry.kind) ?? 'yes') : isOfBundle(entry.kind) ? 'renewed' : 'by nobody'}`
  }
  const [first = '', ...others] = hostnames
  return html`${others.length > 0 && html`<span class="none">${hostnames.length} hostnames: </span>`}${others.length > 0 ? nameOf(first) : shortened(first, 120)}`
}

function presented({ hostname, watchedZone, state }: HostnameThing, { query }: PageFacts): Html {
  const { presents } = hostname
  if (state === 'without_certificate') return html`presents none`
  if (presents === undefined) return html`<span class="none">not known</span>`
  const name = watchedZone.certificates.get(presents)?.entry.name
  if (name === undefined) return html`<span class="none">one that is not watched</span>`
  const href = `${linkTo(query, { open: presents, page: undefined })}#details`
  return html`presents <a href="${href}" data-live>${shortened(name, 60)}</a>`
}
