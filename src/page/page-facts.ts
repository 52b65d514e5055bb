import type { UnixSeconds } from '../certificate/model.ts'
import type { Snapshot } from '../inventory/snapshot.ts'
import type { DaemonFacts } from '../report/daemon-facts.ts'
import type { CertificateThing } from '../report/judged-thing.ts'
import type { PageQuery } from './query.ts'

/** All that a page is made of. */
export interface PageFacts {
  readonly now: UnixSeconds
  readonly query: PageQuery
  /** Every certificate, in no order. */
  readonly all: readonly CertificateThing[]
  readonly snapshot: Snapshot
  readonly daemon: DaemonFacts
}
