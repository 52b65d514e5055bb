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

/** The labels that identify a thing in its alerts. */
function labelsOf(thing: JudgedThing): Readonly<Record<string, string>> | undefined {
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
      return { [idNames[thing.place.scope]]: scopeId }
    case 'discovery':
      return { credentials: thing.discovery.entry.credentials }
    case 'credential':
      return { credentials: thing.credential.name }
    case 'daemon':
      return undefined
  }
}

/** `{kind="zone",zone_id="…"}` */
function matchers(labels: Readonly<Record<string, string>>): string {
  const each = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value.toWellFormed())}`)
  return `{${each.join(',')}}`
}
