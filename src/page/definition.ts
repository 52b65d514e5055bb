import { failureSentence } from '../inventory/check-failure.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import { type Html, html, shortened } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import { since } from './times.ts'

/** A term and its description, for a `dl`. */
export function item(term: string, description: Html): Html {
  return html`<div><dt>${term}</dt><dd>${description}</dd></div>`
}

export function names(texts: readonly string[], none = ''): Html {
  if (texts.length === 0) return html`<span class="none">${none}</span>`
  const most = 50
  const shown = texts.slice(0, most).map((text) => html`<li><bdi>${shortened(text, 256)}</bdi></li>`)
  return html`<ul>${shown}${texts.length > most && html`<li class="none">and ${texts.length - most} more</li>`}</ul>`
}

/** Why the last reading failed, and when the next one is. */
export function lastError({ reading, credentials }: JudgedThing, { daemon, now }: PageFacts): readonly Html[] {
  const failure = reading?.failure
  if (!failure) return []
  const heldBack = daemon.credentials.find(({ name }) => name === credentials)?.heldBack
  const next = Math.max(now, heldBack?.nextAttempt ?? daemon.nextCycle)
  const numbers = [failure.status && `HTTP ${failure.status}`, failure.code && `code ${failure.code}`].filter(Boolean)
  return [
    item(
      'Last error',
      html`<strong>${failure.reason}</strong>: ${failureSentence(failure)}. <span class="remark">${shortened(failure.detail, 1000)}</span>${numbers.length > 0 && html` (${numbers.join(', ')})`} Next attempt at the latest ${since(next, now)}.`,
    ),
  ]
}
