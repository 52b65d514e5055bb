import type { UnixSeconds } from '../certificate/model.ts'
import { useByAnswer } from './certificate-use.ts'
import { entriesAfter } from './entries-after.ts'
import type { AccountPlan, PlacePlan } from './place-plan.ts'
import type { WatchedAccount, WatchedPlace } from './snapshot.ts'
import { reuseIfSameFields } from './structural-sharing.ts'
import { watchCertificates, watchStores } from './watched-stores.ts'
import { watchZone } from './zone.ts'

/**
 * A place according to its plan: everything that is planned, found or followed, together with what was known of it before. What
 * neither the plan nor the last good readings lead to is no longer watched.
 * @param before the same place
 * @param planned what this function last made of the same plan, if it is at hand: what has stayed the same is not planned again
 */
export function watchPlace(
  plan: PlacePlan,
  before: WatchedPlace | undefined,
  now: UnixSeconds,
  planned?: WatchedPlace,
): WatchedPlace {
  if (plan.scope === 'zone') return watchZone(plan, before?.scope === 'zone' ? before : undefined, now, planned)
  return watchAccount(plan, before?.scope === 'account' ? before : undefined, now, planned)
}

function watchAccount(
  plan: AccountPlan,
  before: WatchedAccount | undefined,
  now: UnixSeconds,
  planned: WatchedPlace | undefined,
): WatchedAccount {
  const { scope, scopeId, name } = plan
  const stores = watchStores(plan.stores, before?.stores, now)
  const readings = { stores, hostnames: new Map(), certificates: before?.certificates ?? new Map() }
  const entries = entriesAfter(plan, readings, planned)
  const certificates = watchCertificates(entries, readings, (certificate) => useByAnswer(certificate, now), now)
  return reuseIfSameFields(before, { scope, scopeId, name, certificates, stores })
}
