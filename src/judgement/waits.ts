import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory } from '../inventory/snapshot.ts'

const minute: Seconds = 60
const hour: Seconds = 60 * minute

/** How long each of these has to be so before it counts, as the `for` of its alert has it. Every other alert counts at once. */
export const waits = {
  /** `CloudflareCertCheckFailing`, `CloudflareDiscoveryFailing`, and `CloudflareCertNotWatched` for what was never read. */
  failing: 30 * minute,
  /** `CloudflareCertRotationUnfinished` */
  unfinishedRotation: 2 * hour,
  /** `CloudflareCertUnused` */
  unused: 6 * hour,
} as const satisfies Readonly<Record<string, Seconds>>

/** Whether no reading has worked for so long that `CloudflareCertCheckFailing` or `CloudflareDiscoveryFailing` says so. */
export function hasFailedLong({ failingSince }: ReadHistory, now: UnixSeconds): boolean {
  return failingSince !== undefined && now - failingSince >= waits.failing
}
