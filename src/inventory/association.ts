import type { Association } from './snapshot.ts'
import { reuseIfEqual } from './structural-sharing.ts'

/** A new association that is on its way to the edge has not taken over yet: what it replaces may still be presented. */
export function afterAssociation(before: Association | undefined, next: Association): Association {
  if (next.state !== 'enabled' || isActive(next) || before?.state !== 'enabled') return reuseIfEqual(before, next)
  // Of several that follow each other, none of which got to the edge, the last one that was there counts.
  const hasMoved = before.certificateId !== next.certificateId && isActive(before)
  const replaces = hasMoved ? before.certificateId : before.replaces
  return reuseIfEqual(before, replaces === undefined ? next : { ...next, replaces })
}

function isActive({ status }: Association): boolean {
  return status === undefined || status === 'active'
}
