import type { UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory } from '../inventory/snapshot.ts'
import { waits } from './waits.ts'

/** Whether no reading has worked for so long that `CloudflareCertCheckFailing` or `CloudflareDiscoveryFailing` says so. */
export function hasFailedLong({ failingSince }: ReadHistory, now: UnixSeconds): boolean {
  return failingSince !== undefined && now - failingSince >= waits.failing
}
