import type { CertificateFacts, TrustSource } from '../../certificate/model.ts'
import { parsePem } from '../../certificate/parse.ts'
import { maxPemLength } from '../../certificate/pem.ts'
import { readLimited } from '../../files/read-limited.ts'
import { Redactor } from '../../log/redaction.ts'
import { printableJson } from '../../printable-json.ts'
import { instant } from '../../report/instant.ts'
import { printable } from '../../report/printable.ts'
import { type CheckSeverity, exitCodeOf, worstOf } from '../../report/report.ts'
import { trustReport } from '../../report/trust-report.ts'
import type { Anchors } from '../../trust/anchors.ts'
import { largestCaFile, readCaFile } from '../../trust/ca-file.ts'
import type { CertificateTrust } from '../../trust/model.ts'
import { presentedCertificates, presentedIn } from '../../trust/presented.ts'
import { TrustBook } from '../../trust/trust-book.ts'
import type { CheckOptions } from '../check.ts'
import { type CliContext, UserError } from '../context.ts'
import { pluginLine } from '../nagios.ts'
import { toldToPlugins } from '../plugin-errors.ts'
import { type Comparison, comparedWith } from './against.ts'
import { type FileFinding, findingsOf } from './file-findings.ts'

/** Options of `check` that judge a file in place of what is watched. */
export interface CheckFileOptions extends CheckOptions {
  readonly certificate: string
  readonly trustedBy?: string
  readonly partialChain?: true
  /** The hostname whose present certificate it is compared with. */
  readonly against?: string
}

interface Judged {
  readonly facts: CertificateFacts
  readonly severity: CheckSeverity
  readonly findings: readonly FileFinding[]
  readonly trust: CertificateTrust | undefined
  readonly against: Comparison | undefined
}

/**
 * `check --certificate`: judges a PEM before it is uploaded. Without `--against` it sends no request.
 * @throws UserError if a file cannot be read
 */
export async function checkFile(options: CheckFileOptions, context: CliContext): Promise<number> {
  const redactor = new Redactor()
  return toldToPlugins(options, context, redactor, () => judgeFile(options, context, redactor))
}

async function judgeFile(
  options: CheckFileOptions,
  context: CliContext,
  redactor: Redactor,
): Promise<number | 'interrupted'> {
  const pem = await readText(options.certificate, maxPemLength, 'a certificate in PEM')
  const parsed = parsePem(pem)
  if (!parsed.ok) throw new UserError(`${options.certificate}: ${parsed.detail}`)
  const against =
    options.against === undefined ? undefined : await comparedWith(options.against, options, context, redactor)
  if (against === 'interrupted') return against
  const sources = options.trustedBy === undefined ? (against?.trustedBy ?? []) : [sourceOf(options.trustedBy, options)]
  const anchors = new Map<string, Anchors>()
  for (const { path } of sources) anchors.set(path, await readAnchors(path))
  const book = new TrustBook((path) => anchors.get(path))
  const presented = presentedIn(pem)
  const trust = book.judge(presented, sources)
  const now = context.clock.now()
  const findings = findingsOf(
    { facts: parsed.facts, certificates: presentedCertificates(presented), trust: trust ?? [] },
    now,
  )
  const compared = against?.compare(parsed.facts, book, sources, now)
  const severity = severityOf(findings, compared)
  const judged = { facts: parsed.facts, severity, findings, trust, against: compared }
  const text = textOf(judged, options, now)
  context.stdout.write(redactor.apply(text))
  return exitCodeOf({ severity })
}

/** As that of `check`: what could not be read is unknown, unless something worse was found. */
function severityOf(findings: readonly FileFinding[], compared: Comparison | undefined): CheckSeverity {
  const found = new Set<CheckSeverity>(findings.map(({ severity }) => severity))
  if (compared?.known === false) found.add('unknown')
  return worstOf(found)
}

function textOf(judged: Judged, options: CheckFileOptions, now: number): string {
  const { facts, severity, findings, trust, against } = judged
  switch (options.output) {
    case 'nagios': {
      const worst = findings.find((finding) => finding.severity === severity)
      const text = severity === 'unknown' ? against?.sentence : worst?.text
      return pluginLine(severity, `${options.certificate}: ${text ?? 'nothing is wrong'}`)
    }
    case 'json': {
      const { subject, issuer, notBefore, notAfter, serialNumber, fingerprintSha256 } = facts
      const about = { subject, issuer, not_before: instant(notBefore), not_after: instant(notAfter) }
      const identity = { serial_number: serialNumber, fingerprint_sha256: fingerprintSha256 }
      const report = { file: options.certificate, severity, ...about, ...identity, findings }
      const whole = { ...report, trust: trust ? trustReport(trust, now) : null, against: against ?? null }
      return `${printableJson(JSON.stringify(whole, undefined, 2))}\n`
    }
    case 'table':
      return table(judged, options)
  }
}

function table({ facts, severity, findings, against }: Judged, { certificate, quiet }: CheckFileOptions): string {
  const shown = quiet ? findings.filter((finding) => finding.severity !== 'ok') : findings
  if (quiet && shown.length === 0 && severity !== 'unknown') return ''
  const lines = shown.map(
    (finding) => `${finding.severity.toUpperCase().padEnd(8)}  ${finding.about.padEnd(9)}  ${printable(finding.text)}`,
  )
  const changes = (against?.changes ?? []).map(
    ({ what, today, afterwards }) => `${''.padEnd(8)}  ${what.padEnd(9)}  ${printable(`${today} -> ${afterwards}`)}`,
  )
  const compared = against ? [printable(against.sentence), ...changes] : []
  return `${[`${certificate}: ${printable(facts.subject)}`, ...lines, ...compared, `${severity.toUpperCase()}`].join('\n')}\n`
}

function sourceOf(path: string, { partialChain }: CheckFileOptions): TrustSource {
  return { path, partialChain: partialChain ?? false, isDefault: false }
}

async function readAnchors(path: string): Promise<Anchors> {
  const result = readCaFile(await readText(path, largestCaFile, 'CA certificates in PEM'))
  if (!result.ok) throw new UserError(`${path}:${result.line}: ${result.detail}`)
  return result.anchors
}

async function readText(path: string, limit: number, expected: string): Promise<string> {
  const file = await readLimited(path, limit)
  if (!file.ok) throw new UserError(`${path} ${file.detail}: expected ${expected}`)
  return file.content.toString('latin1')
}
