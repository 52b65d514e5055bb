import type { CertificateFacts, Seconds, UnixSeconds } from '../../certificate/model.ts'
import { problemsOf } from '../../certificate/problems.ts'
import type { Severity } from '../../judgement/severity.ts'
import { faultWords } from '../../report/advice/trust-advice.ts'
import { minuteOf } from '../../report/instant.ts'
import { leftWord, problemWords } from '../../report/words.ts'
import { issuersAmong } from '../../trust/anchors.ts'
import type { FileTrust, Refusal, TrustPath } from '../../trust/model.ts'
import type { PathCertificate } from '../../trust/path-certificate.ts'
import { faultOfLeaf } from '../../trust/roles.ts'
import { verdictAt } from '../../trust/verdict.ts'

/** One finding about a certificate before it is uploaded. */
export interface FileFinding {
  readonly about: 'validity' | 'fitness' | 'key usage' | 'chain' | 'trust'
  readonly severity: Severity
  readonly text: string
}

/** A certificate with the other certificates of its file. */
export interface JudgedFile {
  readonly facts: CertificateFacts
  /** In the order of the file. Undefined if OpenSSL cannot read the certificate. */
  readonly certificates: readonly (PathCertificate | undefined)[]
  readonly trust: readonly FileTrust[]
}

const day: Seconds = 86_400
/**
 * The default of the critical threshold. Cloudflare documents the same as the least that an edge certificate has to have left at its upload.
 * Of client certificates it says nothing, and it has taken one that had ended (docs/what-to-watch.md).
 */
const critical = 14 * day
const warning = 30 * day

/** Every finding about a PEM before it is uploaded, in the order of the report. */
export function findingsOf({ facts, certificates, trust }: JudgedFile, now: UnixSeconds): readonly FileFinding[] {
  return [
    validityOf(facts, now),
    ...fitnessOf(facts, now),
    usageOf(certificates[0]),
    chainOf(certificates),
    ...trust.map((each) => trustOf(each, now)),
  ]
}

function validityOf(facts: CertificateFacts, now: UnixSeconds): FileFinding {
  const end = Math.min(facts.notAfter, facts.chainNotAfter ?? Number.POSITIVE_INFINITY)
  const whose = end < facts.notAfter ? 'A certificate behind it' : 'It'
  const is = (severity: Severity, text: string): FileFinding => ({ about: 'validity', severity, text })
  const left = end - now
  const days = leftWord(left / day)
  if (left < 0) return is('critical', `${whose} ended on ${minuteOf(end)}.`)
  if (facts.notBefore > now) return is('critical', `Its validity begins on ${minuteOf(facts.notBefore)}.`)
  if (left < critical) return is('critical', `${whose} ends on ${minuteOf(end)}, ${days} left. ${mayBeRefused}`)
  if (left < warning) return is('warning', `${whose} ends on ${minuteOf(end)}, ${days} left.`)
  return is('ok', `${whose} ends on ${minuteOf(end)}, ${days} left.`)
}

const mayBeRefused =
  'Cloudflare may refuse it: edge certificates need 14 days at their upload; of client certificates nothing is documented.'

function fitnessOf(facts: CertificateFacts, now: UnixSeconds): readonly FileFinding[] {
  const problems = problemsOf(facts, now).filter((problem) => problem !== 'not_yet_valid')
  if (problems.length > 0)
    return problems.map((problem) => ({ about: 'fitness', severity: 'warning', text: `${problemWords[problem]}.` }))
  return [{ about: 'fitness', severity: 'ok', text: `${facts.publicKey}, signed with ${facts.signatureAlgorithm}.` }]
}

/** OpenSSL is stricter than the lint: it does not accept anyExtendedKeyUsage. */
function usageOf(leaf: PathCertificate | undefined): FileFinding {
  const fault = leaf ? faultOfLeaf(leaf) : 'unhandled_extension'
  if (fault === undefined)
    return { about: 'key usage', severity: 'ok', text: 'It may be used for client certificates.' }
  return { about: 'key usage', severity: 'warning', text: `Origins that use OpenSSL refuse it: ${faultWords[fault]}.` }
}

function chainOf(certificates: readonly (PathCertificate | undefined)[]): FileFinding {
  const is = (severity: Severity, text: string): FileFinding => ({ about: 'chain', severity, text })
  const [leaf, ...behind] = certificates
  if (behind.length === 0) return is('ok', 'Nothing stands behind it.')
  const all = certificates.filter((each) => each !== undefined)
  if (all.length < certificates.length) return is('warning', 'A certificate in the file cannot be read.')
  if (leaf && behind.some((each) => each && issuersAmong([leaf], each).length > 0))
    return is(
      'critical',
      'The first certificate issued another one in the file. Cloudflare presents the first: put the client certificate there.',
    )
  const wrong = all.findIndex((each, i) => i > 0 && issuersAmong([each], all[i - 1] ?? each).length === 0)
  if (wrong !== -1)
    return is(
      'warning',
      `Certificate ${wrong + 1} did not issue certificate ${wrong}: expected each to be signed by the next.`,
    )
  return is(
    'ok',
    `${behind.length === 1 ? 'One certificate stands' : `${behind.length} certificates stand`} behind it, each signed by the next.`,
  )
}

function trustOf({ file, finding }: FileTrust, now: UnixSeconds): FileFinding {
  const verdict = finding && verdictAt(finding, now)
  if (!verdict) return { about: 'trust', severity: 'warning', text: `${file} cannot be read.` }
  return verdict.isTrusted ? trusted(file, verdict.path, now) : notTrusted(file, verdict.refusal)
}

function trusted(file: string, { members, ends }: TrustPath, now: UnixSeconds): FileFinding {
  const first = members.find(({ notAfter }) => notAfter === ends)
  const whose = first?.source === 'leaf' ? 'its own end' : `the end of ${first?.subject}`
  const severity = ends - now < critical ? 'critical' : ends - now < warning ? 'warning' : 'ok'
  return { about: 'trust', severity, text: `${file} trusts it until ${minuteOf(ends)}, ${whose}.` }
}

function notTrusted(file: string, { fault, missing, members }: Refusal): FileFinding {
  const at = members.length > 1 ? `${members.at(-1)?.subject}: ` : ''
  const gone = missing === undefined ? '' : ` (${missing === '' ? 'without a name' : missing})`
  return { about: 'trust', severity: 'critical', text: `${file} does not trust it: ${at}${faultWords[fault]}${gone}.` }
}
