import { styleText } from 'node:util'
import type { CertificateState, Severity } from '../certificate/urgency.ts'
import type { CertificateReport, Report } from './check-report.ts'

type Style = Parameters<typeof styleText>[0]

const styles: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  warning: 'yellow',
  unknown: 'magenta',
  ok: 'green',
}

const stateWords: Readonly<Record<CertificateState, string>> = {
  expired: 'EXPIRED',
  critical: 'CRITICAL',
  warning: 'WARNING',
  mismatch: 'MISMATCH',
  not_active: 'NOT ACTIVE',
  blind: 'UNKNOWN',
  ok: 'OK',
}

const headings = ['STATE', 'LEFT', 'EXPIRES', 'NAME', 'ZONE', 'REMARKS'] as const

/** The report for people: one certificate a line, cut to the terminal's width, and a line that counts. */
export function checkTable(report: Report, columns: number | undefined, colour: boolean): string {
  const rows = report.certificates.map(cellsOf)
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => width(row[i] ?? ''))))
  const lines = report.certificates.map((certificate, i) => {
    const line = cut(align(rows[i] ?? [], widths), columns)
    return colour ? styleText(styles[certificate.severity], line, { validateStream: false }) : line
  })
  return `${[cut(align(headings, widths), columns), ...lines, '', summary(report)].join('\n')}\n`
}

function cellsOf(certificate: CertificateReport): readonly string[] {
  const { state, days_left, expiry, name, zone } = certificate
  const cells = [
    stateWords[state],
    left(days_left),
    expiry?.slice(0, 16).replace('T', ' ') ?? '-',
    name,
    zone,
    remarks(certificate),
  ]
  return cells.map(printable)
}

function left(days: number | null): string {
  if (days === null) return '-'
  const length = Math.abs(days)
  const text = length >= 1 ? `${Math.floor(length)}d` : `${Math.floor(length * 24)}h`
  return days < 0 ? `${text} ago` : text
}

function remarks({ status, mismatches, error }: CertificateReport): string {
  const parts = [
    status !== null && status !== 'active' && `status ${status}`,
    mismatches.length > 0 && `Cloudflare and the certificate disagree on ${mismatches.join(', ')}`,
    error && `${error.reason}: ${error.detail}`,
  ]
  return parts.filter((part) => typeof part === 'string').join('; ')
}

function summary({ certificates }: Report): string {
  const counts = new Map<string, number>()
  for (const { state } of certificates) counts.set(stateWords[state], (counts.get(stateWords[state]) ?? 0) + 1)
  const parts = Object.values(stateWords).flatMap((word) =>
    counts.has(word) ? [`${counts.get(word)} ${word.toLowerCase()}`] : [],
  )
  return `${certificates.length} certificates: ${parts.join(', ')}`
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

/** A name can hold escape sequences and characters that turn the direction of writing. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
