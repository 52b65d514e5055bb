import { styleText } from 'node:util'
import type { Severity } from '../certificate/urgency.ts'
import type { Finding } from '../report/findings.ts'
import { printable } from '../report/printable.ts'
import { remarksOn } from '../report/remarks.ts'
import type { Report, UnreadReport } from '../report/report.ts'
import type { CertificateReport } from '../report/schema.ts'
import { leftWord, verdictOf, verdicts, verdictWords } from '../report/words.ts'

type Style = Parameters<typeof styleText>[0]

const styles: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  warning: 'yellow',
  unknown: 'magenta',
  ok: 'green',
}

interface Column {
  readonly heading: string
  readonly cell: (certificate: CertificateReport) => string
}

const leading: readonly Column[] = [
  { heading: 'STATE', cell: (certificate) => verdictWords[verdictOf(certificate)].toUpperCase() },
  { heading: 'LEFT', cell: ({ days_left }) => leftWord(days_left) },
  { heading: 'EXPIRES', cell: ({ expiry }) => expiry?.slice(0, 16).replace('T', ' ') ?? '-' },
  { heading: 'NAME', cell: ({ name }) => name },
  { heading: 'ZONE', cell: ({ zone }) => zone },
]
const usage: Column = { heading: 'USED BY', cell: usedBy }
const last: Column = { heading: 'REMARKS', cell: remarks }

/**
 * The report for people: one certificate a line, cut to the terminal's width, and a line that counts.
 * @param bare hostnames that have no certificate of their own; those for which nothing is presented are shown
 */
export function checkTable(
  report: Report,
  bare: readonly Finding[],
  terminalWidth: number | undefined,
  colour: boolean,
): string {
  // A column that says nothing of any certificate takes the room of those that do.
  const isUseKnown = report.certificates.some(({ hostnames, in_use }) => hostnames.length > 0 || in_use !== null)
  const columns = [...leading, ...(isUseKnown ? [usage] : []), last]
  const headings = columns.map(({ heading }) => heading)
  const rows = report.certificates.map((certificate) => columns.map(({ cell }) => printable(cell(certificate))))
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => width(row[i] ?? ''))))
  const lines = report.certificates.map((certificate, i) => {
    const line = cut(align(rows[i] ?? [], widths), terminalWidth)
    return colour ? styleText(styles[certificate.severity], line, { validateStream: false }) : line
  })
  const table = rows.length > 0 ? [cut(align(headings, widths), terminalWidth), ...lines, ''] : []
  const beside = [...bare.filter(({ isBad }) => isBad).map(bareLine), ...report.unread.map(unreadLine)]
  return `${[...table, ...beside.map((line) => cut(line, terminalWidth)), summary(report)].join('\n')}\n`
}

function remarks(certificate: CertificateReport): string {
  const { status } = certificate
  const own = status === null || status === 'active' ? [] : [`status ${status}`]
  return [...own, ...remarksOn(certificate)].join('; ')
}

function bareLine({ what, zone, says }: Finding): string {
  return printable(`no certificate is presented for ${what} (${zone}): ${says}`)
}

function unreadLine({ what, zone, reason, meaning, detail }: UnreadReport): string {
  return printable(`cannot be read: ${what} (${zone}): ${reason}: ${meaning}: ${detail}`)
}

function usedBy({ kind, hostnames, in_use }: CertificateReport): string {
  const [first, ...others] = hostnames
  if (first !== undefined) return others.length > 0 ? `${first} +${others.length}` : first
  if (in_use === null) return '-'
  return in_use ? (kind === 'zone' ? 'its whole zone' : 'yes') : 'nobody'
}

function summary({ certificates, hostnames }: Report): string {
  const found = certificates.map(verdictOf)
  const parts = verdicts.flatMap((verdict) => {
    const times = found.filter((each) => each === verdict).length
    return times > 0 ? [`${times} ${verdictWords[verdict].toLowerCase()}`] : []
  })
  const counted = `${count(certificates.length, 'certificate')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`
  const bare = hostnames.filter(({ severity }) => severity === 'critical').length
  return bare > 0 ? `${counted}; ${count(bare, 'hostname')} for which no certificate is presented` : counted
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function align(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
    .join('  ')
    .trimEnd()
}

function cut(line: string, columns: number | undefined): string {
  const characters = [...line]
  return columns === undefined || characters.length <= columns ? line : `${characters.slice(0, columns - 1).join('')}…`
}

function width(text: string): number {
  return [...text].length
}
