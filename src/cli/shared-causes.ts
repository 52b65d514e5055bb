import {
  type CheckFailure,
  type CheckFailureReason,
  checkFailures,
  failureSentenceAtFirst,
} from '../inventory/check-failure.ts'
import { counted } from '../inventory/counted.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import type { Checked } from '../report/report.ts'
import type { Unread } from '../report/unreadable.ts'
import { remedyFor, type WayToCloudflare } from './way-to-cloudflare.ts'

/** One reason why several things could not be read. */
export interface SharedCause {
  readonly sentence: string
  readonly detail: string
  readonly remedy: string
  /** The names of what could not be read. */
  readonly names: readonly string[]
  /** `2 certificates and 1 list` */
  readonly counted: string
  readonly credentials: string
}

/** The failure of a single thing, unless a shared cause says it. */
export interface Causes {
  readonly shared: readonly SharedCause[]
  readonly covers: (thing: JudgedThing | Unread) => boolean
}

interface Failed {
  readonly source: JudgedThing | Unread
  readonly word: string
  readonly name: string
  readonly credentials: string
  readonly failure: CheckFailure
}

/** Groups failures by credential and reason, so that an outage is reported once. Where no zones are known, their list is the cause of it all. */
export function causesIn(checked: Checked, way: WayToCloudflare): Causes {
  const groups = Map.groupBy(failedIn(checked), ({ credentials, failure }) => `${keyOf(failure)} ${credentials}`)
  const several = [...groups.values()].filter((group) => group.length > 1 || group.some(isListOfZones))
  const covered = new Set(several.flatMap((group) => group.map(({ source }) => source)))
  const shared = several.map((group) => causeOf(group, way)).sort((a, b) => b.names.length - a.names.length)
  return { shared, covers: (thing) => covered.has(thing) }
}

/** The details of an outage differ from request to request. Those of a refusal tell different faults apart. */
function keyOf(failure: CheckFailure): string {
  const { reason, detail } = failure
  return checkFailures[reason].isOutage || reason === 'auth' || reason === 'credential'
    ? reason
    : `${reason} ${failureSentenceAtFirst(failure)} ${detail.replace(/[0-9a-f]{32}/gi, '')}`
}

function isListOfZones({ source }: Failed): boolean {
  return 'kind' in source && source.kind === 'zones'
}

function failedIn({ things, unread }: Checked): readonly Failed[] {
  const certificates = things.flatMap((source): readonly Failed[] => {
    const { reading, credentials, name, placeName } = source
    if (source.thing !== 'certificate' || !reading?.failure || credentials === undefined) return []
    return [{ source, word: 'certificate', name: `${name} (${placeName})`, credentials, failure: reading.failure }]
  })
  const others = unread.flatMap((source): readonly Failed[] => {
    const { kind, what, zone, failure, credentials } = source
    if (credentials === undefined) return []
    return [{ source, word: wordOf[kind], name: `${what} (${zone})`, credentials, failure }]
  })
  return [...certificates, ...others].filter(({ failure }) => mayBeShared(failure.reason))
}

const wordOf = {
  hostname: 'hostname',
  store: 'list',
  switch: 'switch',
  zones: 'list',
  bundle: 'CA file',
  trust_file: 'CA file',
} as const satisfies Readonly<Record<Unread['kind'], string>>

/** These reasons concern only the thing that was asked for. */
function mayBeShared(reason: CheckFailureReason): boolean {
  return reason !== 'not_found' && reason !== 'bad_certificate' && reason !== 'ca_file' && reason !== 'internal'
}

function causeOf(group: readonly Failed[], way: WayToCloudflare): SharedCause {
  const [first] = group
  if (!first) throw new Error('a cause of nothing')
  // The detail of a request that was not sent says only that.
  const { failure } = group.find((each) => !each.failure.unsent) ?? first
  const { reason, detail } = failure
  const counts = [...Map.groupBy(group, ({ word }) => word)].map(([word, { length }]) =>
    counted(length, word, word === 'switch' ? 'switches' : undefined),
  )
  return {
    sentence: failureSentenceAtFirst(failure),
    detail,
    remedy: remedyFor(reason, way),
    names: group.map(({ name }) => name),
    counted: inOneList(counts),
    credentials: first.credentials,
  }
}

function inOneList(parts: readonly string[]): string {
  const [last = '', ...others] = parts.toReversed()
  return others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last
}
