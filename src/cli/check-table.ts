import { styleText } from 'node:util'
import { failureSentenceAtFirst } from '../inventory/check-failure.ts'
import { counted } from '../inventory/counted.ts'
import { certificateStates } from '../judgement/certificate-states.ts'
import { stateWords } from '../judgement/words.ts'
import { isCertificate } from '../report/judged-thing.ts'
import { printable } from '../report/printable.ts'
import type { Checked, CheckSeverity } from '../report/report.ts'
import type { Unread } from '../report/unreadable.ts'
import { gridLines } from './check-grid.ts'
import { isRow, type Row, rowOf } from './check-row.ts'
import type { Causes, SharedCause } from './shared-causes.ts'
import { hanging, indented } from './text-width.ts'

type Style = Parameters<typeof styleText>[0]

const styles: Readonly<Record<CheckSeverity, Style>> = {
  critical: 'red',
  warning: 'yellow',
  unknown: 'magenta',
  info: 'cyan',
  ok: 'green',
}

export interface TableSettings {
  /** Undefined if there is no terminal. Lines are not shortened then. */
  readonly terminalWidth: number | undefined
  readonly colour: boolean
  /** In Unix seconds. */
  readonly now: number
  /** True if hostnames that have a certificate are shown, too. */
  readonly withAllHostnames: boolean
}

/**
 * The report for people: one row a thing, the causes that several things share, and a line of totals.
 * @param shown the part of `checked` that is wanted
 */
export function checkTable(checked: Checked, shown: Checked, causes: Causes, settings: TableSettings): string {
  const { terminalWidth } = settings
  const alone = shown.unread.filter((each) => each.hostname === undefined && !causes.covers(each))
  const lines = [
    ...rowLines(rowsOf(shown, causes, settings), settings),
    ...causes.shared.flatMap((cause) => causeLines(cause, terminalWidth)),
    ...alone.map(unreadLine).flatMap((line) => hanging(line, terminalWidth)),
    ...hanging(summary(checked), terminalWidth),
  ]
  return `${lines.join('\n')}\n`
}

/** Rows do not repeat a shared cause. */
function rowsOf({ things, unread }: Checked, causes: Causes, { now, withAllHostnames }: TableSettings): readonly Row[] {
  const covered = new Set(unread.flatMap((each) => (causes.covers(each) ? placeOf(each.hostname, each.zone) : [])))
  return things.filter(isRow).flatMap((thing) => {
    const isTold = thing.thing === 'hostname' ? covered.has(placeOf(thing.name, thing.placeName)) : causes.covers(thing)
    if (isTold && thing.state === 'unknown') return []
    if (thing.thing === 'hostname' && thing.state === 'ok' && !withAllHostnames) return []
    return [rowOf(thing, now)]
  })
}

function placeOf(hostname: string | undefined, zone: string | undefined): string {
  return `${hostname} ${zone}`
}

function rowLines(rows: readonly Row[], { terminalWidth, colour }: TableSettings): readonly string[] {
  if (rows.length === 0) return []
  const [heading = [], ...all] = gridLines(rows, terminalWidth)
  const painted = all.flatMap((lines, i) => {
    const style = styles[rows[i]?.severity ?? 'ok']
    return colour ? lines.map((line) => styleText(style, line, { validateStream: false })) : lines
  })
  return [...heading, ...painted, '']
}

const mostNames = 8

function causeLines(cause: SharedCause, terminalWidth: number | undefined): readonly string[] {
  const { names, sentence, detail, remedy, credentials } = cause
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
  const head = `cannot be read: ${cause.counted}, with the credential ${credentials}: ${sentence}`
  const below = [detail, `What to do: ${remedy}.`, `These: ${names.slice(0, mostNames).join(', ')}${more}.`]
  return [
    ...hanging(printable(head), terminalWidth),
    ...below.flatMap((text) => indented(printable(text), terminalWidth)),
  ]
}

function unreadLine({ what, zone, failure }: Unread): string {
  const { reason, detail } = failure
  return printable(`cannot be read: ${what} (${zone}): ${reason}: ${failureSentenceAtFirst(failure)}: ${detail}`)
}

/** `31 certificates: 3 expired, 28 ok; 7 hostnames: 3 no certificate, 4 ok` */
export function summary({ things }: Checked): string {
  const certificates = things.filter(isCertificate)
  const hostnames = things.filter(({ thing }) => thing === 'hostname')
  const parts = [
    withStates(counted(certificates.length, 'certificate'), certificates),
    ...(hostnames.length > 0 ? [withStates(counted(hostnames.length, 'hostname'), hostnames)] : []),
  ]
  return parts.join('; ')
}

const summedStates = ['without_certificate', ...certificateStates] as const

function withStates(total: string, things: Checked['things']): string {
  const parts = summedStates.flatMap((state) => {
    const times = things.filter((thing) => thing.state === state).length
    return times > 0 ? [`${times} ${wordOf(state)}`] : []
  })
  return parts.length > 0 ? `${total}: ${parts.join(', ')}` : total
}

function wordOf(state: (typeof summedStates)[number]): string {
  return state === 'without_certificate'
    ? 'without a certificate'
    : state === 'ok'
      ? 'ok'
      : stateWords[state].toLowerCase()
}
