import type { Severity } from '../judgement/severity.ts'
import { isNotJudged, type JudgedThing } from '../report/judged-thing.ts'

/** The meaning of a colour: a severity, or unknown. */
export type Level = Severity | 'unknown'

type Judged = Pick<JudgedThing, 'state' | 'severity'>

export function levelOf(judged: Judged): Level {
  return isNotJudged(judged) ? 'unknown' : judged.severity
}

/** The CSS classes of a row or a tile. Expired is darker than other critical states. */
export function levelClass(judged: Judged): string {
  return `v-${levelOf(judged)}${judged.state === 'expired' ? ' v-expired' : ''}`
}
