import type { Severity } from '../judgement/severity.ts'
import { isNotJudged, type JudgedThing } from '../report/judged-thing.ts'

/** What a colour stands for: the severity, or that nothing is known. */
export type Level = Severity | 'unknown'

type Judged = Pick<JudgedThing, 'state' | 'severity'>

export function levelOf(judged: Judged): Level {
  return isNotJudged(judged) ? 'unknown' : judged.severity
}

/** The classes of a row or a tile. What has expired is darker than what else is critical. */
export function levelClass(judged: Judged): string {
  return `v-${levelOf(judged)}${judged.state === 'expired' ? ' v-expired' : ''}`
}
