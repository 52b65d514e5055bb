import type { UnixSeconds } from '../certificate/model.ts'
import { expiryOf } from '../certificate/urgency.ts'
import type { CheckFailure } from '../inventory/check-failure.ts'
import type { PlaceReport } from '../inventory/place-report.ts'
import {
  type HostnameState,
  keyOf,
  type ReadHistory,
  type WatchedCertificate,
  type WatchedHostname,
  type WatchedPlace,
  type WatchedZone,
} from '../inventory/snapshot.ts'
import { idNames, kindPresentedFor } from '../kinds/kinds.ts'
import { presentedUntil } from '../trust/overall.ts'
import { type LogLine, linesAbout } from './check-log.ts'

/** The log lines about one visit to a zone or an account. */
export function linesAboutPlace(
  report: PlaceReport,
  previous: WatchedPlace,
  next: WatchedPlace,
  now: UnixSeconds,
): readonly LogLine[] {
  const checked = [...(report.repeats?.certificates ?? report.checks).keys()].flatMap((key) => {
    const [before, after] = [previous.certificates.get(key), next.certificates.get(key)]
    return before && after ? linesAbout(before, after, now) : []
  })
  const fields = { [idNames[next.scope]]: next.scopeId, [next.scope]: next.name }
  return [
    ...(previous.scope === 'zone' && next.scope === 'zone' ? linesAboutZone(previous, next) : []),
    ...linesAboutListings(previous, next),
    ...linesAboutWatched(previous, next),
    ...checked,
  ].map((line) => ({ ...line, fields: { ...line.fields, ...fields } }))
}

function linesAboutZone(previous: WatchedZone, next: WatchedZone): readonly LogLine[] {
  const hostnames = [...next.hostnames.values()].flatMap((hostname) => {
    const before = previous.hostnames.get(hostname.entry.hostname)
    return before && before !== hostname ? linesAboutHostname(before, hostname, next) : []
  })
  return [...hostnames, ...linesAboutSwitch(previous, next)]
}

function linesAboutHostname(before: WatchedHostname, after: WatchedHostname, zone: WatchedZone): readonly LogLine[] {
  const { hostname, credentials } = after.entry
  const lines = linesAboutReading(before.reading, after.reading, {
    event: 'hostname',
    what: `${hostname}: its association`,
    fields: { hostname, credentials },
  })
  const { association } = after
  if (!association || association === before.association) return lines
  const { state, certificateId } = association
  const fields = { hostname, state, certificate_id: certificateId, association_status: association.status }
  if (isSameUse(before, after)) return lines
  const isFirst = before.association === undefined
  const message = `${hostname} ${isFirst ? '' : 'now '}${hostnameSentences[state](presented(after, zone))}`
  const level = state !== 'enabled' ? 'warn' : isFirst ? 'debug' : 'info'
  return [...lines, { level, fields: { event: isFirst ? 'hostname_read' : 'hostname_changed', ...fields }, message }]
}

/** Whether its association leads to the same certificate as before. If it falls back, that of the store may be another one. */
function isSameUse({ association: before }: WatchedHostname, { association: after }: WatchedHostname): boolean {
  return before?.state === after?.state && before?.certificateId === after?.certificateId
}

const hostnameSentences: Readonly<Record<HostnameState, (certificate: string) => string>> = {
  enabled: (certificate) => `uses ${certificate}`,
  disabled: () => 'has its association disabled: nothing is presented to its origin',
  voided: (certificate) => `has a void association: the zone's own store decides what is presented, ${certificate}`,
  none: (certificate) => `has no association: the zone's own store decides what is presented, ${certificate}`,
}

/** The key of the certificate that a hostname leads to, presented or not. */
function followed({ presents, association }: WatchedHostname, { scopeId }: WatchedZone): string | undefined {
  const certificateId = association?.certificateId
  return presents ?? (certificateId && keyOf({ kind: kindPresentedFor.hostnames, scopeId, certificateId }))
}

/** `payments-api (2458ce5a-…) until 2027-03-01T00:00:00.000Z` */
function presented(hostname: WatchedHostname, zone: WatchedZone): string {
  const key = followed(hostname, zone)
  const certificate = key === undefined ? undefined : zone.certificates.get(key)
  if (!certificate) return 'nothing that is known'
  const { entry, known, trust } = certificate
  const expiry = expiryOf(known?.facts, known?.record, presentedUntil(trust))
  const name = entry.name === entry.certificateId ? entry.name : `${entry.name} (${entry.certificateId})`
  return `${name} until ${expiry === undefined ? 'a time that is not known' : new Date(expiry * 1000).toISOString()}`
}

function linesAboutSwitch({ zoneSwitch: before }: WatchedZone, { name, zoneSwitch }: WatchedZone): readonly LogLine[] {
  if (before.reading === zoneSwitch.reading) return []
  const lines = linesAboutReading(before.reading, zoneSwitch.reading, {
    event: 'zone_switch',
    what: `${name}: whether its own store is on`,
    fields: {},
  })
  const { enabled } = zoneSwitch
  if (enabled === before.enabled || before.enabled === undefined || enabled === undefined) return lines
  const message = `${name}: its own store was switched ${enabled ? 'on' : 'off'}`
  return [...lines, { level: 'warn', fields: { event: 'zone_switched', enabled }, message }]
}

function linesAboutListings(previous: WatchedPlace, next: WatchedPlace): readonly LogLine[] {
  return [...next.stores].flatMap(([kind, store]) => {
    const before = previous.stores.get(kind)
    if (!before || before === store) return []
    const { credentials } = store.entry
    const fields = { kind, credentials }
    return linesAboutReading(before.reading, store.reading, {
      event: 'listing',
      what: `${next.name}: the list of its ${kind} certificates`,
      fields,
    })
  })
}

interface Subject {
  readonly event: 'hostname' | 'listing' | 'discovery' | 'zone_switch'
  readonly what: string
  readonly fields: LogLine['fields']
}

/** Logs a failure when it begins, when its reason changes and when it ends. */
export function linesAboutReading(
  before: ReadHistory,
  { failure }: ReadHistory,
  { event, what, fields }: Subject,
): readonly LogLine[] {
  if (!failure) {
    if (!before.failure) return []
    return [{ level: 'info', fields: { event: `${event}_recovered`, ...fields }, message: `${what} can be read again` }]
  }
  const { reason, detail, status, code }: CheckFailure = failure
  const level = failure.unsent || before.failure?.reason === reason ? 'debug' : 'warn'
  const message = `${what} cannot be read, what is known is kept: ${detail}`
  return [{ level, fields: { event: `${event}_failed`, reason, detail, status, code, ...fields }, message }]
}

/** Logs the certificates that are newly watched or no longer watched. For a rotation the hostname's own line says it all. */
function linesAboutWatched(previous: WatchedPlace, next: WatchedPlace): readonly LogLine[] {
  const isFirst = [...next.stores].some(([kind, { listed }]) => listed && !previous.stores.get(kind)?.listed)
  const told = previous.scope === 'zone' && next.scope === 'zone' ? rotatedIn(previous, next) : []
  const line = ({ entry }: WatchedCertificate, event: string, sentence: string): LogLine => ({
    level: isFirst || told.includes(keyOf(entry)) ? 'debug' : 'info',
    fields: { event, kind: entry.kind, certificate_id: entry.certificateId, name: entry.name },
    message: `${entry.name}: ${sentence}`,
    key: keyOf(entry),
  })
  return [
    ...[...next.certificates].flatMap(([key, certificate]) =>
      previous.certificates.has(key) ? [] : [line(certificate, 'certificate_found', 'it is watched from now on')],
    ),
    ...[...previous.certificates].flatMap(([key, certificate]) =>
      next.certificates.has(key)
        ? []
        : [line(certificate, 'certificate_left', 'it is no longer listed or used, and not watched any more')],
    ),
  ]
}

/** The certificates that hostnames have left or turned to by another association. */
function rotatedIn(previous: WatchedZone, next: WatchedZone): readonly (string | undefined)[] {
  return [...next.hostnames].flatMap(([name, after]) => {
    const before = previous.hostnames.get(name)
    if (before && isSameUse(before, after)) return []
    const [from, to] = [before && followed(before, previous), followed(after, next)]
    return from === to ? [] : [from, to]
  })
}
