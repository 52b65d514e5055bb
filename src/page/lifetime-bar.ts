import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import { type Html, html } from './html.ts'

const day: Seconds = 86_400

/** A bar of the certificate's remaining lifetime, with its thresholds as notches. Empty if the lifetime is unknown. */
export function lifetimeBar({ certificate, urgency }: CertificateThing, now: UnixSeconds): Html | undefined {
  const { expiry, thresholds } = urgency
  const begin = certificate.known?.facts?.notBefore ?? certificate.known?.record.uploadedOn
  if (expiry === undefined || begin === undefined || !(expiry > begin)) return undefined
  const lifetime = expiry - begin
  // Until midnight the page stays the same.
  const today = Math.floor(now / day) * day
  const left = Math.ceil(share(expiry - today, lifetime))
  const notches = [thresholds.critical, thresholds.warning].map((threshold) => share(threshold, lifetime)).map(notch)
  return html`<svg class="bar" role="img" aria-label="${left} % of its lifetime left"><rect width="${left}%"/>${notches}</svg>`
}

function notch(at: number): Html {
  return html`${at > 0 && at < 100 && html`<rect x="${at}%"/>`}`
}

/** From 0 to 100. */
function share(part: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 1000) / 10
}
