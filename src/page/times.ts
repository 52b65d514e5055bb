import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import { instant } from '../report/instant.ts'
import { type Html, html } from './html.ts'

/**
 * `3 minutes ago`, `in 2 days`. The page's script contains the source text of this function, so it may use nothing
 * from outside.
 */
export function ago(seconds: Seconds): string {
  const length = Math.abs(seconds)
  if (length < 5) return 'just now'
  const units: [number, string][] = [
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ]
  const [size, unit] = units.find(([each]) => length >= each * 1.5) ?? [1, 'second']
  const count = Math.floor(length / size)
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`
  return seconds < 0 ? `in ${words}` : `${words} ago`
}

/** `2026-12-18 13:00 UTC`; the script adds the reader's own time as a title. */
export function moment(at: UnixSeconds | undefined): Html {
  const written = instant(at)
  if (written === null) return html`<span class="none">not known</span>`
  return html`<time datetime="${written}">${minuteOf(written)} UTC</time>`
}

/** `2026-12-18 13:00 UTC`, as text. */
export function minuteWord(at: UnixSeconds | undefined): string {
  const written = instant(at)
  return written === null ? 'not known' : `${minuteOf(written)} UTC`
}

/** The date alone. */
export function date(at: UnixSeconds | undefined): Html {
  const written = instant(at)
  return written === null ? html`<span class="none">–</span>` : html`<time>${written.slice(0, 10)}</time>`
}

/** `14:02 UTC`, or the date where that is another day. */
export function clockTime(at: UnixSeconds, now: UnixSeconds): Html {
  const written = instant(at)
  if (written === null || written.slice(0, 10) !== instant(now)?.slice(0, 10)) return date(at)
  return html`<time datetime="${written}">${written.slice(11, 16)} UTC</time>`
}

/** How long ago, or how long until; the script keeps it true. */
export function since(at: UnixSeconds | undefined, now: UnixSeconds): Html {
  const written = instant(at)
  if (at === undefined || written === null) return html`<span class="none">never</span>`
  return html`<time datetime="${written.replace('.000', '')}" data-ago>${ago(now - at)}</time>`
}

function minuteOf(written: string): string {
  return written.slice(0, 16).replace('T', ' ')
}

/** `30 days`, `8 hours`. */
export function lengthWords(seconds: Seconds): string {
  return ago(seconds).replace(/ ago$/, '')
}
