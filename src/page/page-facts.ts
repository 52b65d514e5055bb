import type { UnixSeconds } from '../certificate/model.ts'
import type { Change } from '../history/model.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { Cause } from '../report/causes.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import type { PageQuery } from './query.ts'

/** Everything that a page is made from. */
export interface PageFacts {
  readonly now: UnixSeconds
  readonly query: PageQuery
  /** Everything that is judged, in any order. */
  readonly things: readonly JudgedThing[]
  /** Reasons why several things cannot be read. The banners say them, so no row repeats them. */
  readonly causes: readonly Cause[]
  readonly snapshot: Snapshot
  readonly daemon: DaemonFacts
  /** What has changed about a certificate in the last 90 days, the oldest first. Empty if nobody looked yet. */
  readonly history: (key: string) => readonly Change[]
}
