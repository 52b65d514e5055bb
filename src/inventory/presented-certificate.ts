import type { UnixSeconds } from '../certificate/model.ts'
import type { ListedCertificate } from './snapshot.ts'

/**
 * Finds the certificate that a zone's own store presents while it is on: the active one that was uploaded last.
 * @returns undefined if that cannot be told
 * https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/set-up/manage-certificates/
 */
export function presentedByStore(members: readonly ListedCertificate[]): string | undefined {
  const active = members.filter(({ status }) => status === 'active')
  const [first, ...others] = active
  if (!first) return undefined
  const latest = others.reduce((last, each) => (isLater(each.uploadedOn, last.uploadedOn) ? each : last), first)
  const isLast = active.every((other) => other === latest || isLater(latest.uploadedOn, other.uploadedOn))
  return isLast ? latest.certificateId : undefined
}

/** Whether another active certificate was uploaded after this one, so that this one is not presented. */
export function isSuperseded(certificateId: string, members: readonly ListedCertificate[]): boolean {
  const own = members.find((member) => member.certificateId === certificateId)
  return members.some(({ status, uploadedOn }) => status === 'active' && isLater(uploadedOn, own?.uploadedOn))
}

function isLater(a: UnixSeconds | undefined, b: UnixSeconds | undefined): boolean {
  return a !== undefined && b !== undefined && a > b
}
