import { holderOf } from '../kinds/displayed-kinds.ts'
import { idNames } from '../kinds/kinds.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { item } from './definition.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'

/** Links to the thing's silences in Alertmanager. Empty if nobody said where that is, or if its alerts have no label of its own. */
export function silences(thing: JudgedThing, { daemon: { alertmanagerUrl } }: PageFacts): readonly Html[] {
  const labels = labelsOf(thing)
  if (alertmanagerUrl === undefined || labels === undefined) return []
  const filter = encodeURIComponent(matchers(labels))
  const link = (path: string, text: string) =>
    html`<a href="${alertmanagerUrl}/#/${path}?filter=${filter}" rel="noreferrer">${text}</a>`
  const links = html`${link('silences/new', 'create a silence')}, ${link('silences', 'show the existing ones')}`
  return [item('In Alertmanager', links)]
}

/** The labels that identify the alerts of a thing, and those of no other one: a zone has many. */
function labelsOf(thing: JudgedThing): Readonly<Record<string, string | RegExp>> | undefined {
  const { scopeId = '' } = thing
  switch (thing.thing) {
    case 'certificate': {
      const { kind, certificateId } = thing.certificate.entry
      const holder = holderOf(kind)
      return { kind, ...(holder !== 'bundle' && { [idNames[holder]]: scopeId }), certificate_id: certificateId }
    }
    case 'hostname':
      return { zone_id: scopeId, hostname: thing.name }
    case 'list':
      return { alertname: unreadAlert, kind: thing.store.entry.kind, [idNames[thing.place.scope]]: scopeId }
    case 'discovery':
      return { alertname: unreadAlert, credentials: thing.discovery.entry.credentials }
    case 'credential':
      return { alertname: credentialAlerts, credentials: thing.credential.name }
    case 'daemon':
      return undefined
  }
}

const unreadAlert = 'CloudflareDiscoveryFailing'
/** The alerts of certificates have the label `credentials`, too. */
const credentialAlerts = /Cloudflare(Token|Credential).+/

/** `{kind="zone",zone_id="…"}` */
function matchers(labels: Readonly<Record<string, string | RegExp>>): string {
  const each = Object.entries(labels).map(([name, value]) =>
    value instanceof RegExp
      ? `${name}=~${JSON.stringify(value.source)}`
      : `${name}=${JSON.stringify(value.toWellFormed())}`,
  )
  return `{${each.join(',')}}`
}
