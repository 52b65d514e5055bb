import { failureSentence } from '../inventory/check-failure.ts'
import { furtherRemarks } from '../report/advice/certificate-advice.ts'
import { isCausedBy } from '../report/causes.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { capitalised } from '../report/words.ts'
import type { PageFacts } from './page-facts.ts'

/** Remarks in a row beside its sentence. A cause that several things share stands in a banner instead. */
export function remarksBeside(thing: JudgedThing, { causes }: PageFacts): readonly string[] {
  const own = thing.thing === 'certificate' ? furtherRemarks(thing) : []
  const failure = thing.reading?.failure
  if (!failure || isCausedBy(thing, causes)) return own.map(capitalised)
  return [...own.map(capitalised), `${failure.reason}: ${failureSentence(failure)}: ${failure.detail}`]
}
