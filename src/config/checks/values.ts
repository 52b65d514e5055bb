import type { Seconds } from '../../certificate/model.ts'
import { asciiHostname, hostnamePattern } from '../../hostname.ts'
import { type Finding, quoted } from '../problems.ts'
import { defaults } from '../schema/defaults.ts'
import { parseBaseUrl, parsePageUrl } from '../values/base-url.ts'
import { durationPattern, formatDuration, parseDuration } from '../values/duration.ts'
import { parseListenAddress } from '../values/listen-address.ts'
import { isTimeZone, parseSchedule } from '../values/schedule.ts'
import { parseThreshold, thresholdPattern } from '../values/threshold.ts'
import { keysAt, listAt, type Path, type Tree, textAt } from '../yaml/tree.ts'
import { bundlePaths, watcherPaths } from './watchers.ts'

/** Says what is wrong with a text of the right form. Undefined if nothing is. */
type Fault = (text: string) => string | undefined

const tenMinutes = 600
const tenYears = 3650 * 86_400

const faults: readonly (readonly [Path, Fault])[] = [
  [['schedule'], scheduleFault],
  [['timezone'], timeZoneFault],
  [['stale_after'], (text) => durationFault(text, tenYears)],
  [['cloudflare', 'base_url'], baseUrlFault],
  [['cloudflare', 'timeout'], (text) => durationFault(text, tenMinutes)],
  [['server', 'listen'], listenFault],
  [['server', 'probe_listen'], listenFault],
  [['server', 'external_url'], pageUrlFault],
  [['server', 'alertmanager_url'], pageUrlFault],
]

/** Finds texts that match the schema's patterns and still have no meaning. */
export function meaninglessValues(tree: Tree): readonly Finding[] {
  const entries = [
    ...thresholdPaths(tree).map((path) => [path, thresholdFault] as const),
    ...listAt(tree, ['hostnames']).map((_, index) => [['hostnames', index, 'hostname'], hostnameFault] as const),
  ]
  const found = [...faults, ...entries].flatMap(([path, fault]) => {
    const value = textAt(tree, path)
    // The schema reports blank text.
    const text = value === undefined || value.trim() === '' ? undefined : fault(value)
    return text === undefined ? [] : [{ path, text }]
  })
  return [...found, ...samePort(tree)]
}

/** The system would say that another program listens there already. */
function samePort(tree: Tree): readonly Finding[] {
  const main = parseListenAddress(textAt(tree, ['server', 'listen']) ?? defaults.listen)
  const probe = parseListenAddress(textAt(tree, ['server', 'probe_listen']) ?? '')
  if (main === undefined || probe === undefined || main.port === 0 || main.port !== probe.port) return []
  if (main.host !== undefined && probe.host !== undefined && main.host !== probe.host) return []
  return [{ path: ['server', 'probe_listen'], text: 'the same port as `server.listen`: expected another one' }]
}

function thresholdPaths(tree: Tree): readonly Path[] {
  const places = [[], ...watcherPaths(tree), ...bundlePaths(tree)].map((path): Path => [...path, 'thresholds'])
  return places
    .flatMap((path) => [path, ...keysAt(tree, [...path, 'by_kind']).map((kind): Path => [...path, 'by_kind', kind])])
    .flatMap((path) => [
      [...path, 'warning'],
      [...path, 'critical'],
    ])
}

function scheduleFault(text: string): string | undefined {
  const result = parseSchedule(text)
  return result.ok ? undefined : `${quoted(text)} ${result.problem}`
}

function timeZoneFault(text: string): string | undefined {
  return isTimeZone(text)
    ? undefined
    : `${quoted(text)} is not a time zone: expected an IANA name such as Europe/Berlin or UTC`
}

function durationFault(text: string, most: Seconds): string | undefined {
  // The schema reports a text that does not have the form of a duration.
  if (!durationPattern.test(text)) return undefined
  const seconds = parseDuration(text) ?? Number.POSITIVE_INFINITY
  if (seconds === 0) return `${quoted(text)} is no time at all: expected more than 0s`
  return seconds > most ? `${quoted(text)} is too long: expected ${formatDuration(most)} at most` : undefined
}

function thresholdFault(text: string): string | undefined {
  if (!thresholdPattern.test(text) || parseThreshold(text) !== undefined) return undefined
  return `${quoted(text)} can never warn in time: expected a duration over 0s, or a share over 0% and under 100%`
}

function hostnameFault(text: string): string | undefined {
  // The schema reports a text of another form.
  if (!hostnamePattern.test(text) || asciiHostname(text) !== undefined) return undefined
  return `${quoted(text)} is no name that the DNS can have: expected a host name such as app.example.com or bücher.example`
}

function baseUrlFault(text: string): string | undefined {
  const result = parseBaseUrl(text)
  return result.ok ? undefined : result.reason
}

function pageUrlFault(text: string): string | undefined {
  const result = parsePageUrl(text)
  return result.ok ? undefined : result.reason
}

function listenFault(text: string): string | undefined {
  if (parseListenAddress(text) !== undefined) return undefined
  return `${quoted(text)} is not an address with a port: expected one such as ":9977", "127.0.0.1:9977" or "[::1]:9977", the port from 0 to 65535`
}
