import type { Advice } from '../report/advice/advice.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { aboutCertificate, usageSentence } from './certificate-detail.ts'
import { type Html, html, shortened } from './html.ts'
import { aboutOther } from './other-detail.ts'
import type { PageFacts } from './page-facts.ts'
import { remarksBeside } from './remarks.ts'
import { runbookUrl } from './runbook-url.ts'

/** Everything that is known about one thing. What helps most in an incident comes first. */
export function detail(thing: JudgedThing, advice: Advice, facts: PageFacts): Html {
  const isCertificate = thing.thing === 'certificate'
  return html`<div class="panel">
<h2><bdi>${shortened(thing.name, 512)}</bdi></h2>
<p class="verdict">${advice.sentence}${isCertificate && usageSentence(thing)}${whatToDo(advice)}</p>
${remarksBeside(thing, facts).map(
  (remark) => html`<p class="remark">${shortened(remark, 1000)}.</p>
`,
)}${isCertificate ? aboutCertificate(thing, facts) : aboutOther(thing, facts)}
</div>`
}

function whatToDo({ action, runbook }: Advice): Html | undefined {
  if (action === undefined) return undefined
  const link = runbook !== undefined && html` <a href="${runbookUrl(runbook)}" rel="noreferrer">Runbook: ${runbook}</a>`
  return html` <strong>${action}.</strong>${link}`
}
