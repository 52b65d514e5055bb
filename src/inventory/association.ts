import type { Association } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'

/**
 * The association after a new reading. An association that is not active at the edge yet has not taken over, so the certificate
 * that it replaces may still be presented.
 */
export function afterAssociation(before: Association | undefined, next: Association): Association {
  if (next.state !== 'enabled' || isActive(next) || before?.state !== 'enabled') return reuseIfEqual(before, next)
  // If several associations follow each other and none became active, the last active one counts.
  const hasMoved = before.certificateId !== next.certificateId && isActive(before)
  const replaces = hasMoved ? before.certificateId : before.replaces
  return reuseIfEqual(before, replaces === undefined ? next : { ...next, replaces })
}

function isActive({ status }: Association): boolean {
  return status === undefined || status === 'active'
}
