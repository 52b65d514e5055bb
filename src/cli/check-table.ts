import { styleText } from 'node:util'
import { certificateStates } from '../judgement/certificate-states.ts'
import { stateWords } from '../judgement/words.ts'
import type { Finding } from '../report/findings.ts'
import { printable } from '../report/printable.ts'
import type { CheckSeverity, Report, UnreadReport } from '../report/report.ts'
import type { CertificateReport } from '../report/report-schema.ts'
import { type Layout, layoutsFor } from './check-columns.ts'
import { align, cut, hanging, indented, width } from './text-width.ts'

type Style = Parameters<typeof styleText>[0]

const styles: Readonly<Record<CheckSeverity, Style>> = {
  critical: 'red',
  warning: 'yellow',
  unknown: 'magenta',
  info: 'cyan',
  ok: 'green',
}

/**
 * The report for people: one certificate a line, and a line that counts. What a terminal is too narrow for stands below its row.
 * @param bare hostnames that have no certificate of their own; those for which nothing is presented are shown
 * @param terminalWidth undefined where there is no terminal: lines are as long as they are
 */
export function checkTable(
  report: Report,
  bare: readonly Finding[],
  terminalWidth: number | undefined,
  colour: boolean,
): string {
  const beside = [...bare.filter(({ isBad }) => isBad).map(bareLine), ...report.unread.map(unreadLine)]
  const lines = [
    ...certificateLines(report.certificates, terminalWidth, colour),
    ...beside.flatMap((line) => hanging(line, terminalWidth)),
    ...hanging(summary(report), terminalWidth),
  ]
  return `${lines.join('\n')}\n`
}

function certificateLines(
  certificates: readonly CertificateReport[],
  terminalWidth: number | undefined,
  colour: boolean,
): readonly string[] {
  if (certificates.length === 0) return []
  const { headings, widths, rows } = layOut(certificates, terminalWidth)
  const lines = certificates.flatMap((certificate, i) => {
    const { cells = [], below = '' } = rows[i] ?? {}
    const row = cut(align(cells, widths), terminalWidth)
    const own = below === '' ? [row] : [row, ...indented(below, terminalWidth)]
    return colour ? own.map((line) => styleText(styleOf(certificate), line, { validateStream: false })) : own
  })
  return [cut(align(headings, widths), terminalWidth), ...lines, '']
}

function styleOf({ state, severity }: CertificateReport): Style {
  return styles[state === 'unknown' && severity === 'ok' ? 'unknown' : severity]
}

/** In the widest layout that fits, or the narrowest. */
function layOut(certificates: readonly CertificateReport[], terminalWidth: number | undefined) {
  const [widest, ...narrower] = layoutsFor(certificates)
  return narrower.reduce(
    (grid, layout) =>
      widthOf(grid) > (terminalWidth ?? Number.POSITIVE_INFINITY) ? gridOf(certificates, layout) : grid,
    gridOf(certificates, widest),
  )
}

interface Grid {
  readonly headings: readonly string[]
  readonly widths: readonly number[]
  readonly rows: readonly { readonly cells: readonly string[]; readonly below: string }[]
}

function gridOf(certificates: readonly CertificateReport[], { columns, below }: Layout): Grid {
  const headings = columns.map(({ heading }) => heading)
  const rows = certificates.map((certificate) => ({
    cells: columns.map(({ cell }) => printable(cell(certificate))),
    below: printable(below.flatMap((words) => words(certificate) || []).join('; ')),
  }))
  const widths = headings.map((heading, i) =>
    rows.reduce((widest, { cells }) => Math.max(widest, width(cells[i] ?? '')), heading.length),
  )
  return { headings, widths, rows }
}

function widthOf({ widths }: Grid): number {
  return widths.reduce((sum, each) => sum + each + 2, -2)
}

function bareLine({ what, zone, says }: Finding): string {
  return printable(`no certificate is presented for ${what} (${zone}): ${says}`)
}

function unreadLine({ what, zone, reason, meaning, detail }: UnreadReport): string {
  return printable(`cannot be read: ${what} (${zone}): ${reason}: ${meaning}: ${detail}`)
}

function summary({ certificates, hostnames }: Report): string {
  const parts = certificateStates.flatMap((state) => {
    const times = certificates.filter((certificate) => certificate.state === state).length
    return times > 0 ? [`${times} ${stateWords[state].toLowerCase()}`] : []
  })
  const counted = `${count(certificates.length, 'certificate')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
  const bare = hostnames.filter(({ severity }) => severity === 'critical').length
  return bare > 0 ? `${counted}; ${count(bare, 'hostname')} for which no certificate is presented` : counted
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
