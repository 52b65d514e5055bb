import { type CertificateKind, kinds } from '../kinds/kinds.ts'
import type { CheckFailure } from './check-failure.ts'

/** Whether a failed answer about one certificate says that it does not exist. Any other 404 may be about the zone or the path. */
export function saysCertificateAbsent(kind: CertificateKind, { reason, code }: CheckFailure): boolean {
  const { absentCodes } = kinds[kind]
  return reason === 'not_found' && (absentCodes === 'any' || (code !== undefined && absentCodes.includes(code)))
}

/**
 * Whether an answer about one zone says that the credential does not see it. No public recording shows what Cloudflare says of a zone
 * that was removed, so every way is taken in which it says so of other zones: there is none (a 404 envelope, 1001, 7003), or it is
 * none of this credential's (403 with 9109 or 10000). That the credential may not be used from here is no word about a zone.
 */
export function saysZoneAbsent({ reason, code, detail }: CheckFailure): boolean {
  if (reason === 'not_found') return true
  if (reason === 'bad_response') return code === 1001 || code === 7003
  return reason === 'permission' && (code === 9109 || code === 10000) && !/from location/i.test(detail)
}
