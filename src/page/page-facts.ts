import type { UnixSeconds } from '../certificate/model.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { Cause } from '../report/causes.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'
import type { JudgedThing } from '../report/judged-thing.ts'
import type { PageQuery } from './query.ts'

/** All that a page is made of. */
export interface PageFacts {
  readonly now: UnixSeconds
  readonly query: PageQuery
  /** Everything that is judged, in no order. */
  readonly things: readonly JudgedThing[]
  /** Why several of them cannot be read. The banners say it, and no row repeats it. */
  readonly causes: readonly Cause[]
  readonly snapshot: Snapshot
  readonly daemon: DaemonFacts
}
