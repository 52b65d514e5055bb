import ical, { ICalAlarmType, ICalEventTransparency } from 'ical-generator'
import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { nounOf } from '../kinds/displayed-kinds.ts'
import { adviceOn } from '../report/advice/advice.ts'
import { instant } from '../report/instant.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { printable } from '../report/printable.ts'
import { capitalised, nameOf } from '../report/words.ts'
import { folded } from './fold.ts'

/** How often calendar programs should read it again, in seconds. */
const refreshSeconds = 3600

/** Removes secrets from a text. It is called before lines are folded, because a fold may split a secret. */
export type Redact = (text: string) => string

/** Makes calendars. An entry is made again only when something about it has changed, because that takes a tenth of a millisecond. */
export class Calendar {
  readonly #redact: Redact
  #entries = new Map<string, { readonly content: string; readonly text: string }>()

  constructor(redact: Redact) {
    this.#redact = redact
  }

  /**
   * An iCalendar (RFC 5545) of the ends of certificates, in pieces that are made one after another.
   * A certificate whose end is not known has no entry; the calendar's description says how many these are.
   */
  *of(certificates: readonly CertificateThing[]): Generator<string> {
    const dated = certificates.filter(({ expiry }) => instant(expiry) !== null)
    const { head, foot } = frame(certificates.length - dated.length)
    yield head
    for (const thing of dated) yield this.#entry(thing)
    yield foot
  }

  /** Forgets the entries of certificates that are not watched any more. */
  keep(keys: ReadonlySet<string>): void {
    this.#entries = new Map([...this.#entries].filter(([key]) => keys.has(key)))
  }

  #entry(thing: CertificateThing): string {
    const entry = entryOf(thing, this.#redact)
    const content = JSON.stringify(entry)
    const before = this.#entries.get(thing.key)
    if (before?.content === content) return before.text
    const text = written(entry)
    this.#entries.set(thing.key, { content, text })
    return text
  }
}

function frame(undated: number): { readonly head: string; readonly foot: string } {
  const unknown = undated === 0 ? '' : ` ${undated} whose end is not known ${undated === 1 ? 'is' : 'are'} not in it.`
  const text = ical({
    prodId: '//cloudflare-cert-exporter//certificates//EN',
    name: 'Certificates at Cloudflare',
    description: `When the watched certificates end.${unknown}`,
    ttl: refreshSeconds,
  }).toString()
  const end = text.lastIndexOf('END:VCALENDAR')
  return { head: text.slice(0, end), foot: 'END:VCALENDAR\r\n' }
}

interface Entry {
  readonly id: string
  readonly stamp: UnixSeconds
  readonly start: UnixSeconds
  readonly summary: string
  readonly description: string
  readonly categories: readonly string[]
  /** How long before the end, in whole seconds. */
  readonly alarms: readonly Seconds[]
}

function entryOf(thing: CertificateThing, redact: Redact): Entry {
  const { key, expiry = 0, urgency, severity, state, certificate, placeName } = thing
  const { known, use } = certificate
  const clean = (text: string) => redact(printable(text))
  const { warning, critical } = urgency.thresholds
  return {
    id: `${key.replaceAll('/', '-')}@cloudflare-cert-exporter`,
    stamp: known?.record.uploadedOn ?? known?.facts?.notBefore ?? expiry,
    start: expiry,
    summary: clean(
      `${capitalised(nounOf(certificate.entry.kind))} ${nameOf(thing.name, 'without a name')} of ${nameOf(placeName, certificate.entry.scopeId)} ends`,
    ),
    description: clean(descriptionOf(thing)),
    categories: [severity, state],
    // A certificate that is proved unused has no alarm. Durations have whole seconds only (RFC 5545, 3.3.6), and an alarm must not come later
    // than the state that it tells of. A share of the lifetime may have fractions.
    alarms: use.inUse === false ? [] : [...new Set([warning, critical].map(Math.ceil))],
  }
}

const mostHostnames = 10

function descriptionOf(thing: CertificateThing): string {
  const { sentence, action } = adviceOn(thing)
  const { hostnames } = thing.certificate.use
  const others = hostnames.length > mostHostnames ? ' and others' : ''
  const users = hostnames.length > 0 ? [`Used by ${hostnames.slice(0, mostHostnames).join(', ')}${others}.`] : []
  return [sentence, ...(action === undefined ? [] : [`${action}.`]), ...users].join(' ')
}

function written({ stamp, start, categories, alarms, ...entry }: Entry): string {
  const event = ical().createEvent({
    ...entry,
    stamp: dateOf(stamp),
    start: dateOf(start),
    transparency: ICalEventTransparency.TRANSPARENT,
    categories: categories.map((name) => ({ name })),
  })
  for (const triggerBefore of alarms)
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore, description: entry.summary })
  return folded(event.toString())
}

function dateOf(seconds: UnixSeconds): Date {
  return new Date(Math.floor(seconds) * 1000)
}
