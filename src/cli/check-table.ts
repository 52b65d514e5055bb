import { styleText } from 'node:util'
import type { CertificateProblem } from '../certificate/model.ts'
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

const problemWords: Readonly<Record<CertificateProblem, string>> = {
  not_yet_valid: 'not valid yet',
  no_client_auth: 'its extended key usage does not allow client authentication',
  is_ca: 'it is a CA certificate',
  weak_key: 'its RSA key has less than 2048 bits',
  weak_signature: 'it is signed with SHA-1 or MD5',
  inverted_validity: 'it ends before it begins',
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
  const { days_left, expiry, name, zone } = certificate
  const cells = [
    stateWord(certificate),
    left(days_left),
    expiry?.slice(0, 16).replace('T', ' ') ?? '-',
    name,
    zone,
    remarks(certificate),
  ]
  return cells.map(printable)
}

/** A problem is no state of its own: it can come with any of them, and shows where nothing else is to be seen. */
function stateWord({ state, problems }: CertificateReport): string {
  return state === 'ok' && problems.length > 0 ? 'PROBLEM' : stateWords[state]
}

function left(days: number | null): string {
  if (days === null) return '-'
  const length = Math.abs(days)
  const text = length >= 1 ? `${Math.floor(length)}d` : `${Math.floor(length * 24)}h`
  return days < 0 ? `${text} ago` : text
}

function remarks({ status, mismatches, problems, error }: CertificateReport): string {
  const parts = [
    status !== null && status !== 'active' && `status ${status}`,
    mismatches.length > 0 && `Cloudflare and the certificate disagree on ${mismatches.join(', ')}`,
    ...problems.map((problem) => problemWords[problem]),
    error && `${error.reason}: ${error.meaning}: ${error.detail}`,
  ]
  return parts.filter((part) => typeof part === 'string').join('; ')
}

function summary({ certificates }: Report): string {
  const words = certificates.map(stateWord)
  const parts = [...Object.values(stateWords), 'PROBLEM'].flatMap((word) => {
    const count = words.filter((each) => each === word).length
    return count > 0 ? [`${count} ${word.toLowerCase()}`] : []
  })
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
