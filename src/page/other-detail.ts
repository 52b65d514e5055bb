import type { UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory } from '../inventory/snapshot.ts'
import type { CertificateThing, HostnameThing, JudgedThing, ListThing } from '../report/judged-thing.ts'
import { hostnameStateWords } from '../report/words.ts'
import { item, lastError, names } from './definition.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { silences } from './silences.ts'
import { moment, since } from './times.ts'

type OtherThing = Exclude<JudgedThing, CertificateThing>

/** Everything that is known about a thing that is not a certificate. */
export function aboutOther(thing: OtherThing, facts: PageFacts): Html {
  const { placeName, scopeId, credentials, reading } = thing
  return html`<dl>${ofItsKind(thing, facts.now)}
${reading && lastRead(reading, facts.now)}${lastError(thing, facts)}
${placeName !== undefined && item(placeWord(thing), html`<bdi>${shortened(placeName, 512)}</bdi> <code>${scopeId}</code>`)}
${credentials !== undefined && item('Credential', html`${credentials}`)}
${silences(thing, facts)}${item('As JSON', html`<a href="${jsonPath(thing)}">${jsonPath(thing)}</a>`)}</dl>`
}

function ofItsKind(thing: OtherThing, now: UnixSeconds): readonly Html[] {
  switch (thing.thing) {
    case 'hostname':
      return ofHostname(thing)
    case 'list':
      return ofList(thing, now)
    case 'credential':
      return [item('Ends', moment(thing.expiry))]
    case 'discovery':
    case 'daemon':
      return []
  }
}

function ofHostname({ hostname, watchedZone }: HostnameThing): readonly Html[] {
  const { association, entry } = hostname
  const labels = Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`)
  const words = association && html`${association.state}: ${hostnameStateWords[association.state]}`
  const assigned = association?.certificateId
  return [
    item('Association', words ?? html`<span class="none">not known</span>`),
    item(
      'Assigned certificate',
      assigned === undefined ? html`<span class="none">none</span>` : html`<code>${assigned}</code>`,
    ),
    item('The zone’s own store', switchWord(watchedZone.zoneSwitch.enabled, watchedZone.zoneSwitch.isFresh)),
    item('Labels', names(labels, 'none')),
  ]
}

function placeWord(thing: OtherThing): string {
  return thing.thing === 'list' && thing.place.scope === 'account' ? 'Account' : 'Zone'
}

function ofList({ store, place }: ListThing, now: UnixSeconds): readonly Html[] {
  const count = item('Certificates in it', html`${store.listed?.length ?? 'not known'}`)
  if (place.scope === 'account') return [count]
  const { enabled, isFresh, reading } = place.zoneSwitch
  return [
    count,
    item('The zone’s own store', html`${switchWord(enabled, isFresh)}, read ${since(reading.lastSuccess, now)}`),
  ]
}

function switchWord(enabled: boolean | undefined, isFresh: boolean): Html {
  if (enabled === undefined || !isFresh) return html`<span class="none">whether it is on is not known</span>`
  return html`${enabled ? 'on' : 'off'}`
}

function lastRead({ lastSuccess, lastCheck }: ReadHistory, now: UnixSeconds): Html {
  return item('Last seen', html`${since(lastSuccess, now)}, last asked for ${since(lastCheck, now)}`)
}

function jsonPath(thing: OtherThing): string {
  switch (thing.thing) {
    case 'hostname':
      return `api/v1/hostnames?${new URLSearchParams({ zone: thing.scopeId ?? '', q: thing.name.toWellFormed() })}`
    case 'list':
      return `api/v1/${thing.place.scope}s?${new URLSearchParams({ zone: thing.scopeId ?? '' })}`
    case 'discovery':
    case 'credential':
      return 'api/v1/credentials'
    case 'daemon':
      return 'api/v1/status'
  }
}
