import type { Seconds, UnixSeconds } from '../certificate/model.ts'
import type { ReadHistory } from './snapshot.ts'

/**
 * Whether a reading is not stale: it worked at most `staleAfter` seconds ago. After the clock was set back, a success in the future
 * does not count for ever.
 */
export function isFresh({ lastSuccess }: ReadHistory, staleAfter: Seconds, now: UnixSeconds): boolean {
  return lastSuccess !== undefined && Math.abs(now - lastSuccess) <= staleAfter
}
