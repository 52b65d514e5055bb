import type { UnixSeconds } from '../certificate/model.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { type Html, html } from './html.ts'

/** A bar of the certificate's remaining lifetime, with its thresholds as notches. Empty if the lifetime is unknown. */
export function lifetimeBar({ certificate, urgency }: CertificateThing, now: UnixSeconds): Html | undefined {
  const { expiry, thresholds } = urgency
  const begin = certificate.known?.facts?.notBefore ?? certificate.known?.record.uploadedOn
  if (expiry === undefined || begin === undefined || !(expiry > begin)) return undefined
  const lifetime = expiry - begin
  const left = share(expiry - now, lifetime)
  const notches = [thresholds.critical, thresholds.warning].map((threshold) => share(threshold, lifetime)).map(notch)
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${left} % of its lifetime is left"><path class="left" d="M0 0h${left}v6H0z"/><path class="notch" d="${notches.join('')}"/></svg>`
}

/** A vertical line, as the path of an SVG. */
function notch(at: number): string {
  return at > 0 && at < 100 ? `M${at} 0v6` : ''
}

/** From 0 to 100. */
function share(part: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 1000) / 10
}
