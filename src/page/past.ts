import type { UnixSeconds } from '../certificate/model.ts'
import { type Day, daysOf, daysShown } from '../history/days.ts'
import { type Change, type ChangeWord, isRotation, type Rotation } from '../history/model.ts'
import { counted } from '../inventory/counted.ts'
import type { CertificateState } from '../judgement/certificate-states.ts'
import { stateWords } from '../judgement/words.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { type Html, html } from './html.ts'
import type { PageFacts } from './page-facts.ts'
import type { Level } from './severity-class.ts'
import { moment } from './times.ts'

const levels: Readonly<Record<CertificateState, Level | 'expired'>> = {
  gone: 'critical',
  expired: 'expired',
  not_trusted: 'critical',
  origin_ca_expired: 'critical',
  critical: 'critical',
  origin_ca_critical: 'critical',
  deployment_timed_out: 'critical',
  not_yet_valid: 'critical',
  stale: 'unknown',
  unknown: 'unknown',
  warning: 'warning',
  origin_ca_warning: 'warning',
  mismatch: 'warning',
  problem: 'warning',
  not_active: 'warning',
  check_failing: 'warning',
  rotation_unfinished: 'info',
  unused: 'info',
  ok: 'ok',
}

const rotationWords: Readonly<Record<Rotation, string>> = {
  presented: 'Cloudflare began to present it',
  replaced: 'Cloudflare presents it no more',
  renewed: 'another certificate stands under its id',
}

/** A strip of the last 90 days: a colour for the most urgent state of each, a mark for each rotation. Empty if nobody looked yet. */
export function pastStrip({ key }: CertificateThing, { history, now }: PageFacts): Html | undefined {
  const changes = history(key)
  return changes.length === 0 ? undefined : strip(changes, now)
}

function strip(changes: readonly Change[], now: UnixSeconds): Html {
  const days = daysOf(changes, now)
  const colours = runsIn(days).map(
    ({ level, begin, length }) => html`<rect class="${level}" x="${share(begin)}%" width="${share(length)}%"/>`,
  )
  const marks = days.flatMap(({ isRotated }, i) =>
    isRotated ? [html`<rect class="mark" x="${share(i + 0.5)}%"/>`] : [],
  )
  return html`<svg class="past" role="img" aria-label="${summary(changes)}">${colours}${marks}</svg>`
}

function share(days: number): number {
  return Math.round((days / daysShown) * 1000) / 10
}

interface Run {
  readonly level: string
  readonly begin: number
  readonly length: number
}

/** Days beside each other that have the same colour. */
function runsIn(days: readonly Day[]): readonly Run[] {
  const runs: Run[] = []
  for (const [begin, { state }] of days.entries()) {
    if (state === undefined) continue
    const last = runs.at(-1)
    const level = levels[state]
    if (last?.level === level && last.begin + last.length === begin)
      runs.splice(-1, 1, { ...last, length: last.length + 1 })
    else runs.push({ level, begin, length: 1 })
  }
  return runs
}

/** The first change is the state in which the 90 days began, or in which it was first seen. */
function summary(changes: readonly Change[]): string {
  const count = changes.length - 1
  return count === 0 ? 'no change' : counted(count, 'change')
}

const mostShown = 12

/** The strip, and the changes in words, the newest first. */
export function pastSection(thing: CertificateThing, facts: PageFacts): Html | undefined {
  const changes = facts.history(thing.key)
  if (changes.length === 0) return undefined
  const newest = changes.toReversed()
  const lines = newest.slice(0, mostShown).map(({ at, word }) => html`<li>${moment(at)} ${wordOf(word)}</li>`)
  const more = newest.length - mostShown
  return html`<h3>The last ${daysShown} days</h3>
${strip(changes, facts.now)}
<ol class="changes">${lines}${more > 0 && html`<li class="none">and ${more} before, which the JSON has</li>`}</ol>`
}

function wordOf(word: ChangeWord): Html {
  if (isRotation(word)) return html`${rotationWords[word]}`
  return html`<span class="${levels[word]}">${stateWords[word]}</span>`
}
