import { type CertificateJudgement, isUnjudged } from '../judgement/certificate.ts'
import type { Severity } from '../judgement/severity.ts'

/** What a colour stands for: the severity, or that nothing is known. */
export type Level = Severity | 'unknown'

export function levelOf(judgement: CertificateJudgement): Level {
  return isUnjudged(judgement) ? 'unknown' : judgement.severity
}

/** The classes of a row or a tile. What has expired is darker than what else is critical. */
export function levelClass(judgement: CertificateJudgement): string {
  return `v-${levelOf(judgement)}${judgement.state === 'expired' ? ' v-expired' : ''}`
}
