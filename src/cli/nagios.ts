import type { UnixSeconds } from '../certificate/model.ts'
import { stateWords } from '../judgement/words.ts'
import { type CertificateThing, isCertificate, isNotJudged, type JudgedThing } from '../report/judged-thing.ts'
import { printable } from '../report/printable.ts'
import { type Checked, type CheckSeverity, severityOf } from '../report/report.ts'
import { leftWord } from '../report/words.ts'
import { summary } from './check-table.ts'
import type { Causes } from './shared-causes.ts'
import { cut } from './text-width.ts'

const words: Readonly<Record<CheckSeverity, string>> = {
  critical: 'CRITICAL',
  warning: 'WARNING',
  unknown: 'UNKNOWN',
  info: 'OK',
  ok: 'OK',
}

/** NRPE cuts an answer of more than 1,024 bytes, and performance data would be lost with the end of the line. */
const longestText = 600
const mostNamed = 3

/**
 * The one line of a monitoring plugin, with performance data (Monitoring Plugins Development Guidelines, 2.6).
 * @param now the moment of the judgement
 */
export function nagiosLine(checked: Checked, causes: Causes, now: UnixSeconds): string {
  const severity = severityOf(checked)
  const parts = [worstOf(checked, causes, severity, now), summary(checked)]
  const text = parts.filter((part) => part !== '').join('; ')
  return pluginLine(severity, text, performanceData(checked, now))
}

/** @param text a `|` in it would begin the performance data, so it is written as a slash */
export function pluginLine(severity: CheckSeverity, text: string, data?: string): string {
  const plain = cut(printable(text).replaceAll('|', '/'), longestText)
  return `${words[severity]} - ${plain}${data === undefined ? '' : ` | ${data}`}\n`
}

function worstOf(checked: Checked, causes: Causes, severity: CheckSeverity, now: UnixSeconds): string {
  if (severity === 'ok' || severity === 'info') return nextExpiry(checked, now)
  if (severity === 'unknown') {
    const [cause] = causes.shared
    if (cause) return `cannot be read: ${cause.counted}: ${cause.sentence}: ${cause.detail}`
  }
  const worst = checked.things.filter((thing) =>
    severity === 'unknown' ? isNotJudged(thing) : thing.severity === severity,
  )
  if (worst.length === 0) {
    const [first] = checked.unread
    return first
      ? `cannot be read: ${first.what} (${first.zone}): ${first.failure.detail}`
      : 'nothing was found to check'
  }
  const named = worst.slice(0, mostNamed).map((thing) => nameOf(thing, now))
  const more = worst.length > mostNamed ? [`${worst.length - mostNamed} more`] : []
  return [...named, ...more].join(', ')
}

function nameOf({ name, placeName, state, expiry }: JudgedThing, now: UnixSeconds): string {
  const where = placeName === undefined ? '' : ` of ${placeName}`
  const left = expiry === undefined ? '' : ` (${leftWord((expiry - now) / 86_400)})`
  return `${name}${where}: ${stateWords[state]}${left}`
}

function nextExpiry(checked: Checked, now: UnixSeconds): string {
  const first = firstToEnd(checked)
  return first?.expiry === undefined ? '' : `${first.name} ends first, in ${leftWord((first.expiry - now) / 86_400)}`
}

/** A certificate that is proved unused does not count. */
function firstToEnd({ things }: Checked): CertificateThing | undefined {
  return things
    .filter(isCertificate)
    .filter(({ expiry, certificate }) => expiry !== undefined && certificate.use.inUse !== false)
    .reduce<CertificateThing | undefined>(
      (first, each) => ((each.expiry ?? 0) < (first?.expiry ?? Number.POSITIVE_INFINITY) ? each : first),
      undefined,
    )
}

/** `label=value;warning;critical;minimum`. An unknown value is `U`. */
function performanceData(checked: Checked, now: UnixSeconds): string {
  const { things, unread } = checked
  const count = (severity: JudgedThing['severity']) => things.filter((thing) => thing.severity === severity).length
  const unknown = things.filter(isNotJudged).length + unread.filter(({ kind }) => kind === 'switch').length
  const bare = things.filter(({ state }) => state === 'without_certificate').length
  const expiry = firstToEnd(checked)?.expiry
  return [
    `certificates=${things.filter(isCertificate).length};;;0`,
    `hostnames=${things.filter(({ thing }) => thing === 'hostname').length};;;0`,
    `critical=${count('critical')};;0;0`,
    `warning=${count('warning')};0;;0`,
    `unknown=${unknown};;;0`,
    `hostnames_without_certificate=${bare};;0;0`,
    `days_left=${expiry === undefined ? 'U' : ((expiry - now) / 86_400).toFixed(2)}`,
  ].join(' ')
}
